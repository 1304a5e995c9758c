package org.carillon.core.media.internal;

import org.carillon.api.parameter.Indexed;
import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Media of one account (manual 7.8, 7.9, 7.11.5, 7.12). */
@ObjectClassDefinition(name = "Media of an account", factoryPid = AccountConfig.PID)
@Indexed(indexedBy = "accounts")
@interface AccountConfig {
    String PID = "org.carillon.core.media.account";

    @Parameter(id = "Account{account}AudioCodec", web = "Account > Codec > Audio Codec", list = ";")
    @AttributeDefinition(name = "Audio codecs", description = "Payload types, the preferred one first.",
            options = {@Option(value = "8", label = "PCMA"), @Option(value = "0", label = "PCMU"), @Option(value = "9", label = "G722"),
                    @Option(value = "18", label = "G729AB"), @Option(value = "98", label = "iLBC"), @Option(value = "125", label = "Opus"),
                    @Option(value = "111", label = "G726-16"), @Option(value = "112", label = "G726-24"),
                    @Option(value = "113", label = "G726-32"), @Option(value = "114", label = "G726-40")})
    String[] audioCodecs() default {"0", "8", "18", "9", "98"};

    @Parameter(id = "Account{account}Vad", web = "Account > Codec > VAD")
    @AttributeDefinition(name = "VAD", description = "Send no silence, where the other side can replace it by noise.")
    boolean vad() default false;

    @Parameter(id = "Account{account}DtmfMode", web = "Account > Advanced > DTMF Mode")
    @AttributeDefinition(name = "DTMF mode", description = "How digits are sent.",
            options = {@Option(value = "0", label = "None"), @Option(value = "1", label = "InBand"),
                    @Option(value = "2", label = "RFC2833"),
                    @Option(value = "3", label = "RFC4733"), @Option(value = "4", label = "SIP_INFO"),
                    @Option(value = "5", label = "SIP_INFO+RFC2833"), @Option(value = "6", label = "SIP_INFO or RFC4733")})
    int dtmfMode() default 2;

    @Parameter(id = "Account{account}OpusBandwidth", web = "Account > Codec > OPUS Bandwidth")
    @AttributeDefinition(name = "Opus bandwidth", description = "What Opus carries of the sound.",
            options = {@Option(value = "0", label = "Narrow Band"), @Option(value = "1", label = "Wide Band"),
                    @Option(value = "2", label = "Super Wide Band")})
    int opusBandwidth() default 1;

    @Parameter(id = "Account{account}OpusPayloadType")
    @AttributeDefinition(name = "Opus payload type", description = "Number of Opus in our offers.", min = "96", max = "127")
    int opusPayloadType() default 125;

    @Parameter(id = "Account{account}Ptime", web = "Account > Codec > Ptime", list = ";", format = "integer")
    @AttributeDefinition(name = "Packet times",
            description = "Milliseconds per packet, in the order of the codecs; within the bounds of each codec, 20 where one is missing.",
            options = {@Option(value = "10", label = "10"), @Option(value = "20", label = "20"), @Option(value = "30", label = "30"),
                    @Option(value = "40", label = "40"), @Option(value = "50", label = "50"), @Option(value = "60", label = "60")})
    String[] ptimes() default {"20", "20", "20", "20", "20", "20"};
}
