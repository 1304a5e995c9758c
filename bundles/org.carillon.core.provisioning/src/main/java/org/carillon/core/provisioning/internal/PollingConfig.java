package org.carillon.core.provisioning.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** When the servers are asked again (manual 3.8.4). */
@ObjectClassDefinition(name = "Polling")
@interface PollingConfig {
    String PID = "org.carillon.core.provisioning.polling";

    @Parameter(id = "DeviceProvisionPollingByIntervalEnable", web = "Provision > Auto Provision > Polling By Interval")
    @AttributeDefinition(name = "Polling by interval", description = "Ask the servers again and again.")
    boolean byInterval() default false;

    @Parameter(id = "DeviceProvisionPollingInterval", web = "Provision > Auto Provision > Polling Timeout (Second)")
    @AttributeDefinition(name = "Polling interval", description = "Seconds from one to the next.", min = "60", max = "86400")
    int intervalSeconds() default 86400;

    @Parameter(id = "DeviceProvisionPollingByWeekdaysEnable", web = "Provision > Auto Provision > Polling By Weekdays")
    @AttributeDefinition(name = "Polling by weekdays", description = "Ask the servers once on each of the days.")
    boolean byWeekdays() default false;

    @Parameter(id = "DeviceProvisionPollingBeginTime", format = "time", web = "Provision > Auto Provision > Polling Time")
    @AttributeDefinition(name = "Polling begins", description = "Where the time span of such a day begins.")
    String begin() default "02:00";

    @Parameter(id = "DeviceProvisionPollingEndTime", format = "time", web = "Provision > Auto Provision > Polling Time")
    @AttributeDefinition(name = "Polling ends", description = "Where it ends, on the next day if that is earlier.")
    String end() default "06:00";

    @Parameter(id = "DeviceProvisionPollingDayofWeek", list = "none", web = "Provision > Auto Provision > Polling Day Of Week")
    @AttributeDefinition(name = "Polling days", description = "Days of the week, by which the span begins.",
            options = {@Option(value = "0", label = "Sunday"), @Option(value = "1", label = "Monday"),
                    @Option(value = "2", label = "Tuesday"),
                    @Option(value = "3", label = "Wednesday"), @Option(value = "4", label = "Thursday"),
                    @Option(value = "5", label = "Friday"), @Option(value = "6", label = "Saturday")})
    String[] days() default {"0", "1", "2", "3", "4", "5", "6"};
}
