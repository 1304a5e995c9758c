package org.carillon.core.time.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.WallClock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code time}: what the phone's clock shows now or at an instant, and when clocks are put the next time. */
@Component(property = {Command.NAME + "=time", Command.USAGE + "=[INSTANT]"})
public final class TimeCommand implements Command {
    private static final int LAST_YEAR = 9999;

    private final WallClock clock;

    /**
     * @param local
     *            what the clock shows, with its offset from UTC (ISO 8601)
     * @param savingMinutes
     *            ahead of standard time
     * @param next
     *            what the clock shows when it is put the next time, before and after; null when it never is
     */
    record Answer(String utc, String local, long savingMinutes, String next) {}

    @Activate
    public TimeCommand(@Reference(name = "clock") WallClock clock) {
        this.clock = clock;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (arguments.size() > 1) {
            throw new CommandException("time takes [INSTANT]");
        }
        Instant at = arguments.isEmpty() ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : instant(arguments.getFirst());
        ZoneRules rules = clock.rules();
        Duration saving = Duration.ofSeconds(rules.getOffset(at).getTotalSeconds() - rules.getStandardOffset(at).getTotalSeconds());
        return new Answer(at.toString(), at.atOffset(rules.getOffset(at)).toString(), saving.toMinutes(),
                Optional.ofNullable(rules.nextTransition(at)).map(TimeCommand::words).orElse(null));
    }

    private static Instant instant(String text) {
        try {
            OffsetDateTime at = OffsetDateTime.parse(text);
            if (at.getYear() >= 1 && at.getYear() <= LAST_YEAR) {
                return at.toInstant();
            }
        } catch (DateTimeParseException e) {
            // answered below
        }
        throw new CommandException("time does not take " + text + ": an instant such as 2026-07-01T12:00:00Z is permitted");
    }

    private static String words(ZoneOffsetTransition transition) {
        return transition.getDateTimeBefore().atOffset(transition.getOffsetBefore()) + " -> "
                + transition.getDateTimeAfter().atOffset(transition.getOffsetAfter());
    }
}
