package org.carillon.core.ui.internal;

import org.carillon.api.parameter.Indexed;
import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A programmable key (manual 11.10). */
@ObjectClassDefinition(name = "Program key", factoryPid = KeyConfig.PID)
@Indexed(indexedBy = "programKeys")
@interface KeyConfig {
    String PID = "org.carillon.core.ui.key";

    @Parameter(id = "ProgramKey{key}Type", format = "keyType", web = "Phone Keys > Program Key",
            phone = "Menu > Features > Programmable Keys")
    @AttributeDefinition(name = "Type", description = "What the key does: 0 for nothing, or a key type that a feature brings.")
    int type() default 0;

    @Parameter(id = "ProgramKey{key}Account", maxFact = "accounts", web = "Phone Keys > Program Key",
            phone = "Menu > Features > Programmable Keys")
    @AttributeDefinition(name = "Account", description = "The account that the key works for.", min = "1")
    int account() default 1;

    @Parameter(id = "ProgramKey{key}Label", web = "Phone Keys > Program Key", phone = "Menu > Features > Programmable Keys")
    @AttributeDefinition(name = "Label", description = "What the screen shows beside the key; its function when blank.", max = "64")
    String label() default "";
}
