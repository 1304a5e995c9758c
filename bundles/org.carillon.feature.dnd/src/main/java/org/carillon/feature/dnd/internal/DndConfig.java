package org.carillon.feature.dnd.internal;

import org.carillon.api.parameter.Indexed;
import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Parameters of DND for the whole phone (manual 10.13, 10.27), and what both modes share. */
@ObjectClassDefinition(name = "Do not disturb")
@interface DndConfig {
    String PID = "org.carillon.feature.dnd";

    @Parameter(id = "FeatureDndMode", web = "Features > DND > DND Mode")
    @AttributeDefinition(name = "Mode", description = "One switch for the phone, or one for each account.",
            options = {@Option(value = "0", label = "Phone"), @Option(value = "1", label = "Custom")})
    int mode() default 0;

    @Parameter(id = "FeatureDndEnable", web = "Features > DND > Enable DND", phone = "Menu > Features > Do not disturb > DND Status")
    @AttributeDefinition(name = "DND", description = "Reject every incoming call, in phone mode.")
    boolean enable() default false;

    @Parameter(id = "FeatureDndOnCode", format = "featureCode", web = "Features > DND > DND On Code",
            phone = "Menu > Features > Do not disturb > On Code")
    @AttributeDefinition(name = "On code", description = "Dialled when a person turns DND on, in phone mode.", max = "32")
    String onCode() default "";

    @Parameter(id = "FeatureDndOffCode", format = "featureCode", web = "Features > DND > DND Off Code",
            phone = "Menu > Features > Do not disturb > Off Code")
    @AttributeDefinition(name = "Off code", description = "Dialled when a person turns DND off, in phone mode.", max = "32")
    String offCode() default "";

    @Parameter(id = "FeatureDNDMethod", web = "Features > DND > DND method")
    @AttributeDefinition(name = "Method", description = "How the server learns of DND, in phone mode.",
            options = {@Option(value = "0", label = "Prefix"), @Option(value = "1", label = "Subscribe")})
    int method() default 0;

    @Parameter(id = "FeatureDNDPromptMode")
    @AttributeDefinition(name = "Prompt", description = "Shows DND as an icon, or in words too.",
            options = {@Option(value = "0", label = "default mode"), @Option(value = "1", label = "string prompt mode")})
    int promptMode() default 0;

    @Parameter(id = "FeatureDndRefuseCode")
    @AttributeDefinition(name = "Refusal code", description = "SIP status that callers get.",
            options = {@Option(value = "404", label = "Not Found"), @Option(value = "480", label = "Temporarily Unavailable"),
                    @Option(value = "486", label = "Busy Here"), @Option(value = "600", label = "Busy Everywhere"),
                    @Option(value = "603", label = "Decline")})
    int refuseCode() default 486;

    /** Parameters of DND for one account (manual 10.13, 10.15). */
    @ObjectClassDefinition(name = "Do not disturb, account", factoryPid = Account.PID)
    @Indexed(indexedBy = "accounts")
    @interface Account {
        String PID = DndConfig.PID + ".account";

        @Parameter(id = "Account{account}DndEnable", web = "Features > DND > Account ID > Enable DND",
                phone = "Menu > Features > Do not disturb > Account ID > DND Status")
        @AttributeDefinition(name = "DND", description = "Reject every incoming call of this account.")
        boolean enable() default false;

        @Parameter(id = "Account{account}DndOnCode", format = "featureCode", web = "Features > DND > Account ID > On Code",
                phone = "Menu > Features > Do not disturb > Account ID > On Code")
        @AttributeDefinition(name = "On code", description = "Dialled when a person turns this account's DND on.", max = "32")
        String onCode() default "";

        @Parameter(id = "Account{account}DndOffCode", format = "featureCode", web = "Features > DND > Account ID > Off Code",
                phone = "Menu > Features > Do not disturb > Account ID > Off Code")
        @AttributeDefinition(name = "Off code", description = "Dialled when a person turns this account's DND off.", max = "32")
        String offCode() default "";

        @Parameter(id = "Account{account}DndMethod", web = "Features > DND > DND method")
        @AttributeDefinition(name = "Method", description = "How the server learns of this account's DND.",
                options = {@Option(value = "0", label = "Prefix"), @Option(value = "1", label = "Subscribe")})
        int method() default 0;

        @Parameter(id = "Account{account}DndSyncServerLocalProcessingEnable")
        @AttributeDefinition(name = "Local processing",
                description = "Reject calls here too while the server knows of DND by the method Subscribe.")
        boolean localProcessing() default false;
    }
}
