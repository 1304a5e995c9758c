package org.carillon.feature.forward.internal;

import org.carillon.api.parameter.Indexed;
import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Parameters of call forward for the whole phone (manual 10.14), and what both modes share. */
@ObjectClassDefinition(name = "Call forward")
@interface ForwardConfig {
    String PID = "org.carillon.feature.forward";

    @Parameter(id = "FeatureFwdMode", web = "Features > Forward > Forward Mode")
    @AttributeDefinition(name = "Mode", description = "Forwarding for the whole phone, or for each account.",
            options = {@Option(value = "0", label = "Phone"), @Option(value = "1", label = "Custom")})
    int mode() default 0;

    @Parameter(id = "FeatureImmFwdEnable", web = "Features > Forward > Immediate FWD",
            phone = "Menu > Features > Call Forward > Always Forward > Always Forward")
    @AttributeDefinition(name = "Always forward", description = "Sends every call elsewhere, in phone mode.")
    boolean immEnable() default false;

    @Parameter(id = "FeatureImmFwdNumber", format = "phoneNumber", web = "Features > Forward > Immediate FWD Phone Number",
            phone = "Menu > Features > Call Forward > Always Forward > Forward To")
    @AttributeDefinition(name = "Always forward to", description = "Where every call go, in phone mode.", max = "32")
    String immNumber() default "";

    @Parameter(id = "FeatureImmFwdOnCode", format = "featureCode", web = "Features > Forward > On Code (under Immediate FWD)",
            phone = "Menu > Features > Call Forward > Always Forward > On Code")
    @AttributeDefinition(name = "On code", description = "Dialled before the number when a person turns it on, in phone mode.", max = "32")
    String immOnCode() default "";

    @Parameter(id = "FeatureImmFwdOffCode", format = "featureCode", web = "Features > Forward > Off Code (under Immediate FWD)",
            phone = "Menu > Features > Call Forward > Always Forward > Off Code")
    @AttributeDefinition(name = "Off code", description = "Dialled when a person turns it off, in phone mode.", max = "32")
    String immOffCode() default "";

    @Parameter(id = "FeatureBusyFwdEnable", web = "Features > Forward > Busy FWD",
            phone = "Menu > Features > Call Forward > Busy Forward > Busy Forward")
    @AttributeDefinition(name = "Busy forward", description = "Sends calls to a busy phone elsewhere, in phone mode.")
    boolean busyEnable() default false;

    @Parameter(id = "FeatureBusyFwdNumber", format = "phoneNumber", web = "Features > Forward > Busy FWD Phone Number",
            phone = "Menu > Features > Call Forward > Busy Forward > Forward To")
    @AttributeDefinition(name = "Busy forward to", description = "Where calls to a busy phone go, in phone mode.", max = "32")
    String busyNumber() default "";

    @Parameter(id = "FeatureBusyFwdOnCode", format = "featureCode", web = "Features > Forward > On Code (under Busy FWD)",
            phone = "Menu > Features > Call Forward > Busy Forward > On Code")
    @AttributeDefinition(name = "On code", description = "Dialled before the number when a person turns it on, in phone mode.", max = "32")
    String busyOnCode() default "";

    @Parameter(id = "FeatureBusyFwdOffCode", format = "featureCode", web = "Features > Forward > Off Code (under Busy FWD)",
            phone = "Menu > Features > Call Forward > Busy Forward > Off Code")
    @AttributeDefinition(name = "Off code", description = "Dialled when a person turns it off, in phone mode.", max = "32")
    String busyOffCode() default "";

    @Parameter(id = "FeatureNoReplyFwdEnable", web = "Features > Forward > No Reply FWD",
            phone = "Menu > Features > Call Forward > No Answer Forward > No Answer Forward")
    @AttributeDefinition(name = "No answer forward", description = "Sends calls that nobody answers elsewhere, in phone mode.")
    boolean noReplyEnable() default false;

    @Parameter(id = "FeatureNoReplyFwdNumber", format = "phoneNumber", web = "Features > Forward > No Reply FWD Phone Number",
            phone = "Menu > Features > Call Forward > No Answer Forward > Forward To")
    @AttributeDefinition(name = "No answer forward to", description = "Where calls that nobody answers go, in phone mode.", max = "32")
    String noReplyNumber() default "";

    @Parameter(id = "FeatureNoReplyFwdOnCode", format = "featureCode", web = "Features > Forward > On Code (under No Reply FWD)",
            phone = "Menu > Features > Call Forward > No Answer Forward > On Code")
    @AttributeDefinition(name = "On code", description = "Dialled before the number when a person turns it on, in phone mode.", max = "32")
    String noReplyOnCode() default "";

    @Parameter(id = "FeatureNoReplyFwdOffCode", format = "featureCode", web = "Features > Forward > Off Code (under No Reply FWD)",
            phone = "Menu > Features > Call Forward > No Answer Forward > Off Code")
    @AttributeDefinition(name = "Off code", description = "Dialled when a person turns it off, in phone mode.", max = "32")
    String noReplyOffCode() default "";

    @Parameter(id = "FeatureNoReplyFwdDuration", web = "Features > Forward > Forward Duration Noreply (under No Reply FWD)",
            phone = "Menu > Features > Call Forward > No Answer Forward > Delay")
    @AttributeDefinition(name = "Delay", description = "Seconds that a call rings before it goes elsewhere.", min = "10", max = "60")
    int noReplyDuration() default 10;

    @Parameter(id = "FeatureNoReplyFwdInterval")
    @AttributeDefinition(name = "Ring interval", description = "Seconds for each ring that a server counts.", min = "1", max = "60")
    int noReplyInterval() default 5;

    @Parameter(id = "FeatureFwdMethod", web = "Features > Forward > Forward method")
    @AttributeDefinition(name = "Method", description = "How the server learns of it, in phone mode.",
            options = {@Option(value = "0", label = "Prefix"), @Option(value = "1", label = "Subscribe")})
    int method() default 0;

    /** Parameters of call forward for one account (manual 10.14, 10.15). */
    @ObjectClassDefinition(name = "Call forward, account", factoryPid = Account.PID)
    @Indexed(indexedBy = "accounts")
    @interface Account {
        String PID = ForwardConfig.PID + ".account";

        @Parameter(id = "Account{account}ImmFwdEnable", web = "Features > Forward > Immediate FWD",
                phone = "Menu > Features > Call Forward > Always Forward > account ID > Always Forward")
        @AttributeDefinition(name = "Always forward", description = "Sends every call of this account elsewhere.")
        boolean immEnable() default false;

        @Parameter(id = "Account{account}ImmFwdNumber", format = "phoneNumber", web = "Features > Forward > Immediate FWD Phone Number",
                phone = "Menu > Features > Call Forward > Always Forward > account ID > Forward To")
        @AttributeDefinition(name = "Always forward to", description = "Where every call of this account go.", max = "32")
        String immNumber() default "";

        @Parameter(id = "Account{account}ImmFwdOnCode", format = "featureCode", web = "Features > Forward > On Code (under Immediate FWD)",
                phone = "Menu > Features > Call Forward > Always Forward > account ID > On Code")
        @AttributeDefinition(name = "On code", description = "Dialled before the number when a person turns it on.", max = "32")
        String immOnCode() default "";

        @Parameter(id = "Account{account}ImmFwdOffCode", format = "featureCode",
                web = "Features > Forward > Off Code (under Immediate FWD)",
                phone = "Menu > Features > Call Forward > Always Forward > account ID > Off Code")
        @AttributeDefinition(name = "Off code", description = "Dialled when a person turns it off.", max = "32")
        String immOffCode() default "";

        @Parameter(id = "Account{account}BusyFwdEnable", web = "Features > Forward > Busy FWD",
                phone = "Menu > Features > Call Forward > Busy Forward > account ID > Busy Forward")
        @AttributeDefinition(name = "Busy forward", description = "Sends calls to a busy phone of this account elsewhere.")
        boolean busyEnable() default false;

        @Parameter(id = "Account{account}BusyFwdNumber", format = "phoneNumber", web = "Features > Forward > Busy FWD Phone Number",
                phone = "Menu > Features > Call Forward > Busy Forward > account ID > Forward To")
        @AttributeDefinition(name = "Busy forward to", description = "Where calls to a busy phone of this account go.", max = "32")
        String busyNumber() default "";

        @Parameter(id = "Account{account}BusyFwdOnCode", format = "featureCode", web = "Features > Forward > On Code (under Busy FWD)",
                phone = "Menu > Features > Call Forward > Busy Forward > account ID > On Code")
        @AttributeDefinition(name = "On code", description = "Dialled before the number when a person turns it on.", max = "32")
        String busyOnCode() default "";

        @Parameter(id = "Account{account}BusyFwdOffCode", format = "featureCode", web = "Features > Forward > Off Code (under Busy FWD)",
                phone = "Menu > Features > Call Forward > Busy Forward > account ID > Off Code")
        @AttributeDefinition(name = "Off code", description = "Dialled when a person turns it off.", max = "32")
        String busyOffCode() default "";

        @Parameter(id = "Account{account}NoReplyFwdEnable", web = "Features > Forward > No Reply FWD",
                phone = "Menu > Features > Call Forward > No Answer Forward > account ID > No Answer Forward")
        @AttributeDefinition(name = "No answer forward", description = "Sends calls that nobody answers of this account elsewhere.")
        boolean noReplyEnable() default false;

        @Parameter(id = "Account{account}NoReplyFwdNumber", format = "phoneNumber", web = "Features > Forward > No Reply FWD Phone Number",
                phone = "Menu > Features > Call Forward > No Answer Forward > account ID > Forward To")
        @AttributeDefinition(name = "No answer forward to", description = "Where calls that nobody answers of this account go.", max = "32")
        String noReplyNumber() default "";

        @Parameter(id = "Account{account}NoReplyFwdOnCode", format = "featureCode",
                web = "Features > Forward > On Code (under No Reply FWD)",
                phone = "Menu > Features > Call Forward > No Answer Forward > account ID > On Code")
        @AttributeDefinition(name = "On code", description = "Dialled before the number when a person turns it on.", max = "32")
        String noReplyOnCode() default "";

        @Parameter(id = "Account{account}NoReplyFwdOffCode", format = "featureCode",
                web = "Features > Forward > Off Code (under No Reply FWD)",
                phone = "Menu > Features > Call Forward > No Answer Forward > account ID > Off Code")
        @AttributeDefinition(name = "Off code", description = "Dialled when a person turns it off.", max = "32")
        String noReplyOffCode() default "";

        @Parameter(id = "Account{account}FwdMethod", web = "Features > Forward > Forward method")
        @AttributeDefinition(name = "Method", description = "How the server learns of it.",
                options = {@Option(value = "0", label = "Prefix"), @Option(value = "1", label = "Subscribe")})
        int method() default 0;

        @Parameter(id = "Account{account}FwdSyncServerLocalProcessingEnable")
        @AttributeDefinition(name = "Local processing",
                description = "Send calls elsewhere here too while the server knows of it by the method Subscribe.")
        boolean localProcessing() default false;
    }
}
