package org.carillon.core.time.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Time zone and daylight saving (manual 11.6.1, 11.6.3). */
@ObjectClassDefinition(name = "Time zone")
@interface ClockConfig {
    String PID = "org.carillon.core.time";
    int OFF = 0;
    int BY_RULE = 1;
    int BY_PLACE = 2;

    @Parameter(id = "SettingTimeZone", format = "utcOffset", web = "Settings > Time & Date > Time Zone")
    @AttributeDefinition(name = "Time zone", description = "How far standard time is ahead of UTC.")
    String zone() default "0";

    @Parameter(id = "SettingDstEnable", web = "Settings > Time & Date > DST Enable")
    @AttributeDefinition(name = "Daylight saving", description = "Whether clocks are put in summer: by the rule below, or as at a place.",
            options = {@Option(value = "0", label = "Disable"), @Option(value = "1", label = "Enable"),
                    @Option(value = "2", label = "Automatic")})
    int daylightSaving() default OFF;

    @Parameter(id = "SettingTimeZoneLocation", web = "Setting > Time & Date > Location")
    @AttributeDefinition(name = "Location", description = "The place whose clocks are followed; it belongs to the time zone.")
    String place() default "Universal";

    @Parameter(id = "SettingDstType", web = "Setting > Time & Date > DST Type")
    @AttributeDefinition(name = "Daylight saving by", description = "Whether clocks are put on a weekday or on a date.",
            options = {@Option(value = "week", label = "By week"), @Option(value = "date", label = "By date")})
    String type() default "week";

    @Parameter(id = "SettingDstStartMonth", web = "Setting > Time & Date > DST Start Date > Month")
    @AttributeDefinition(name = "Start month", description = "The month in which daylight saving starts.",
            options = {@Option(value = "Jan", label = "January"), @Option(value = "Feb", label = "February"),
                    @Option(value = "Mar", label = "March"), @Option(value = "Apr", label = "April"), @Option(value = "May", label = "May"),
                    @Option(value = "Jun", label = "June"), @Option(value = "Jul", label = "July"),
                    @Option(value = "Aug", label = "August"),
                    @Option(value = "Sep", label = "September"), @Option(value = "Oct", label = "October"),
                    @Option(value = "Nov", label = "November"), @Option(value = "Dec", label = "December")})
    String startMonth() default "Jan";

    @Parameter(id = "SettingDstEndMonth", web = "Setting > Time & Date > DST End Date > Month")
    @AttributeDefinition(name = "End month", description = "The month in which daylight saving ends.",
            options = {@Option(value = "Jan", label = "January"), @Option(value = "Feb", label = "February"),
                    @Option(value = "Mar", label = "March"), @Option(value = "Apr", label = "April"), @Option(value = "May", label = "May"),
                    @Option(value = "Jun", label = "June"), @Option(value = "Jul", label = "July"),
                    @Option(value = "Aug", label = "August"),
                    @Option(value = "Sep", label = "September"), @Option(value = "Oct", label = "October"),
                    @Option(value = "Nov", label = "November"), @Option(value = "Dec", label = "December")})
    String endMonth() default "Dec";

    @Parameter(id = "SettingDstStartDate", web = "Setting > Time & Date > DST Start Date > Date")
    @AttributeDefinition(name = "Start date", description = "By date: the day of the month.", min = "1", max = "31")
    int startDate() default 1;

    @Parameter(id = "SettingDstEndDate", web = "Setting > Time & Date > DST End Date > Date")
    @AttributeDefinition(name = "End date", description = "By date: the day of the month.", min = "1", max = "31")
    int endDate() default 30;

    @Parameter(id = "SettingDstStartWeek", web = "Setting > Time & Date > DST Start Date > Week")
    @AttributeDefinition(name = "Start week", description = "By week: which one of such weekdays of the month.",
            options = {@Option(value = "1", label = "First week"), @Option(value = "2", label = "Second week"),
                    @Option(value = "3", label = "Third week"), @Option(value = "4", label = "Fourth week"),
                    @Option(value = "5", label = "Last week")})
    int startWeek() default 5;

    @Parameter(id = "SettingDstEndWeek", web = "Setting > Time & Date > DST End Date > Week")
    @AttributeDefinition(name = "End week", description = "By week: which one of such weekdays of the month.",
            options = {@Option(value = "1", label = "First week"), @Option(value = "2", label = "Second week"),
                    @Option(value = "3", label = "Third week"), @Option(value = "4", label = "Fourth week"),
                    @Option(value = "5", label = "Last week")})
    int endWeek() default 5;

    @Parameter(id = "SettingDstStartWeekDay", web = "Setting > Time & Date > DST Start Date > Week")
    @AttributeDefinition(name = "Start weekday", description = "By week: the weekday on which daylight saving starts.",
            options = {@Option(value = "Sun", label = "Sunday"), @Option(value = "Mon", label = "Monday"),
                    @Option(value = "Tue", label = "Tuesday"), @Option(value = "Wed", label = "Wednesday"),
                    @Option(value = "Thu", label = "Thursday"), @Option(value = "Fri", label = "Friday"),
                    @Option(value = "Sat", label = "Saturday")})
    String startWeekDay() default "Sun";

    @Parameter(id = "SettingDstEndWeekDay", web = "Setting > Time & Date > DST End Date > Week")
    @AttributeDefinition(name = "End weekday", description = "By week: the weekday on which daylight saving ends.",
            options = {@Option(value = "Sun", label = "Sunday"), @Option(value = "Mon", label = "Monday"),
                    @Option(value = "Tue", label = "Tuesday"), @Option(value = "Wed", label = "Wednesday"),
                    @Option(value = "Thu", label = "Thursday"), @Option(value = "Fri", label = "Friday"),
                    @Option(value = "Sat", label = "Saturday")})
    String endWeekDay() default "Sun";

    @Parameter(id = "SettingDstStartHour", web = "Setting > Time & Date > DST Start Date > Hour")
    @AttributeDefinition(name = "Start hour", description = "The hour of standard time at which daylight saving starts.", min = "0",
            max = "23")
    int startHour() default 0;

    @Parameter(id = "SettingDstEndHour", web = "Setting > Time & Date > DST End Date > Hour")
    @AttributeDefinition(name = "End hour", description = "The hour of daylight saving time at which it ends.", min = "0", max = "23")
    int endHour() default 23;

    @Parameter(id = "SettingDstOffset", web = "Setting > Time & Date > Offset(min)")
    @AttributeDefinition(name = "Offset", description = "Minutes by which clocks are put forward.", min = "-300", max = "300")
    int offsetMinutes() default 60;
}
