package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Program;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/**
 * SIGKILL to the real process at random moments, while values are set as fast as it takes them and, once in four times, while it boots: after every restart each value is the last one
 * that was acknowledged, or the one that was on its way. A few lives are enough: {@link KilledStepsTest} dies before each step that there is, and the
 * store by itself dies hundreds of times in the tests of its bundle. What is left for here is one home that outlives death after death, those of its
 * own repairs included.
 */
public class KillTest {
    private static final int LIVES = 24;
    private static final int SIDE_BY_SIDE = 2;
    private static final int IDS = 20;

    @Rule
    public final Workspace workspace = new Workspace();

    @Test
    public void whatWasAcknowledgedOutlivesKillAfterKill() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < SIDE_BY_SIDE; i++) {
                long seed = System.nanoTime();
                Path home = workspace.directory().resolve("home-" + i);
                Callable<Integer> run = () -> new Victim(home, new Random(seed), "seed " + seed).live(LIVES / SIDE_BY_SIDE);
                runs.add(pool.submit(run));
            }
            int acknowledged = 0;
            for (Future<Integer> run : runs) {
                acknowledged += run.get();
            }
            assertThat(acknowledged).as("values that were acknowledged in all lives").isGreaterThan(LIVES / 2);
        }
    }

    /** One phone that dies again and again. */
    private final class Victim {
        private final Path home;
        private final Random random;
        private final String seed;
        private final String[] acknowledged = new String[IDS + 1];
        private final String[] onItsWay = new String[IDS + 1];
        private int count;

        Victim(Path home, Random random, String seed) {
            this.home = home;
            this.random = random;
            this.seed = seed;
        }

        int live(int lives) throws InterruptedException {
            for (int life = 1; life <= lives; life++) {
                if (life % 4 == 0) {
                    Program unborn = phone().launch();
                    Await.elapse(Duration.ofMillis(random.nextInt(50, 900)));
                    unborn.kill();
                } else {
                    PhoneProcess phone = phone().start();
                    check(phone, life);
                    Thread killer = killer(phone, Duration.ofMillis(random.nextInt(5, 120)));
                    setUntilItDies(life);
                    killer.join();
                }
            }
            PhoneProcess last = phone().start();
            check(last, lives + 1);
            last.kill();
            return count;
        }

        private PhoneProcess.Builder phone() {
            return PhoneProcess.in(workspace).home(home).audio("null").quiet();
        }

        private void check(PhoneProcess phone, int life) {
            for (int i = 1; i <= IDS; i++) {
                if (acknowledged[i] != null || onItsWay[i] != null) {
                    String value = phone.get(id(i));
                    if (!value.equals(acknowledged[i] == null ? "" : acknowledged[i]) && !value.equals(onItsWay[i])) {
                        throw new AssertionError("life " + life + ", " + seed + ": " + id(i) + " is " + value + ", acknowledged was "
                                + acknowledged[i] + ", on its way " + onItsWay[i] + "\n" + phone.tail());
                    }
                    acknowledged[i] = value;
                }
                onItsWay[i] = null;
            }
        }

        private Thread killer(PhoneProcess phone, Duration delay) {
            Thread thread = new Thread(() -> {
                Await.elapse(delay);
                phone.kill();
            });
            thread.start();
            return thread;
        }

        private void setUntilItDies(int life) {
            Ctl ctl = new Ctl(home);
            try {
                for (int n = 0;; n++) {
                    int i = random.nextInt(1, IDS + 1);
                    onItsWay[i] = "life " + life + " value " + n;
                    Object answer = ctl.run("set", id(i), onItsWay[i]);
                    assertThat(Json.text(answer, "value")).isEqualTo(onItsWay[i]);
                    acknowledged[i] = onItsWay[i];
                    onItsWay[i] = null;
                    count++;
                }
            } catch (IOException | UncheckedIOException e) {
                // it died
            }
        }

        private static String id(int i) {
            return "Account" + i + "Label";
        }
    }
}
