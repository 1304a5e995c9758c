package org.carillon.core.media.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.carillon.api.device.Phone;
import org.carillon.api.media.Volume;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.scope.Timer;
import org.carillon.core.media.internal.rtp.Gain;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** Keeps the volume, in a file of the home (ADR 0050), and turns its levels into gains. */
@Component(service = {Volume.class, Volumes.class})
public final class Volumes implements Volume {
    static final String FILE = "volume";
    /** Keys of volume are pressed several times. */
    static final Duration CALM = Duration.ofSeconds(2);
    private static final double STEP_DECIBELS = 3;

    /**
     * @param nominal
     *            the level at which sound is as it comes
     */
    private record Range(int least, int nominal, int initial) {}

    private static final Map<Of, Range> RANGES = Map.of(Of.CALL, new Range(1, 6, 6), Of.RING, new Range(0, LOUDEST, 7));

    private final Path file;
    private final Scope scope;
    private final Logger log;
    private final Map<Of, Integer> levels = new EnumMap<>(Of.class);
    private final Map<Of, Gain> gains = new EnumMap<>(Of.class);
    private Timer saving;

    @Activate
    public Volumes(@Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.file = phone.home().resolve(FILE);
        this.scope = scopes.open("core.media.volume");
        this.log = log;
        Map<String, String> stored = read();
        for (Of of : Of.values()) {
            gains.put(of, new Gain());
            use(of, level(stored.get(of.name()), RANGES.get(of)));
        }
    }

    @Deactivate
    void deactivate() {
        save();
        scope.close();
    }

    /** The gain that follows a volume. */
    Gain gain(Of of) {
        return gains.get(of);
    }

    @Override
    public synchronized int level(Of of) {
        return levels.get(of);
    }

    @Override
    public synchronized int change(Of of, int by) {
        int level = Math.clamp((long) levels.get(of) + by, RANGES.get(of).least(), LOUDEST);
        if (level != levels.get(of)) {
            use(of, level);
            if (saving != null) {
                saving.cancel();
            }
            saving = scope.after(CALM, scope.blocking(), this::save);
        }
        return level;
    }

    private void use(Of of, int level) {
        levels.put(of, level);
        gains.get(of).set(level == 0 ? Double.NEGATIVE_INFINITY : STEP_DECIBELS * (level - RANGES.get(of).nominal()));
    }

    private Map<String, String> read() {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return lines.stream().map(line -> line.split("=", 2)).filter(pair -> pair.length == 2)
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> other));
        } catch (IOException e) {
            log.warn("{} cannot be read, the volume is as it was at first: {}", file, e.toString());
            return Map.of();
        }
    }

    private static int level(String stored, Range range) {
        return stored != null && stored.matches("\\d{1,2}") ? Math.clamp(Integer.parseInt(stored), range.least(), LOUDEST)
                : range.initial();
    }

    private synchronized void save() {
        if (saving == null) {
            return;
        }
        saving.cancel();
        saving = null;
        try {
            Path next = file.resolveSibling(FILE + ".new");
            Files.write(next, levels.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("{} cannot be written, the volume is forgotten at the next restart: {}", file, e.toString());
        }
    }
}
