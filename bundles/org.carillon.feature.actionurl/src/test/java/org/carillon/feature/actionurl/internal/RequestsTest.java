package org.carillon.feature.actionurl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import org.carillon.api.provisioning.Downloads;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class RequestsTest {
    private final RecordingLog log = new RecordingLog();
    private final List<String> asked = new ArrayList<>();
    /** Requests under way: each waits for its server until it is run. */
    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private int status = 200;
    private final Requests requests = new Requests(new Downloads() {
        @Override
        public byte[] get(String url, int maxBytes) {
            throw new AssertionError(url);
        }

        @Override
        public int visit(String url) throws IOException {
            asked.add(url);
            if (status == 0) {
                throw new IOException("not finished within 20 s");
            }
            return status;
        }
    }, underWay::add, log.logger());

    private Future<Void> add(String url) {
        return requests.add(Trigger.MUTE, URI.create(url));
    }

    private void answerAll() {
        while (!underWay.isEmpty()) {
            underWay.remove().run();
        }
    }

    @Test
    void aServerIsAskedOneThingAfterTheOther() {
        add("http://a/1");
        add("http://a/2");
        Future<Void> last = add("http://a/3");
        assertThat(underWay).hasSize(1);
        assertThat(last).isNotDone();
        answerAll();
        assertThat(asked).containsExactly("http://a/1", "http://a/2", "http://a/3");
        assertThat(last).isDone();
    }

    @Test
    void aServerThatHangsHoldsUpNoOther() {
        add("http://a/1");
        add("http://a/2");
        add("http://b/1");
        add("http://a:81/1");
        add("http://d/1");
        assertThat(underWay).hasSize(Requests.AT_ONCE);
        Runnable hanging = underWay.remove();
        answerAll();
        assertThat(asked).containsExactly("http://b/1", "http://a:81/1", "http://d/1");
        hanging.run();
        answerAll();
        assertThat(asked).endsWith("http://a/1", "http://a/2");
    }

    @Test
    void theOldestOfTooManyIsDroppedAndThatIsSaidOnce() {
        add("http://a/first");
        Future<Void> oldest = add("http://a/0");
        for (int i = 1; i < Requests.WAITING + 7; i++) {
            add("http://a/" + i);
        }
        assertThat(oldest).isDone();
        assertThat(log.messages(LogLevel.WARN)).containsExactly("50 action URLs wait for their servers: the oldest is dropped, and so on");
        answerAll();
        assertThat(asked).hasSize(1 + Requests.WAITING).startsWith("http://a/first", "http://a/7").endsWith("http://a/56");
        assertThat(log.messages(LogLevel.WARN)).hasSize(2).endsWith("7 action URLs were dropped");
    }

    @Test
    void whatGoesWrongIsSaidOnceAndWithoutTheUrl() {
        status = 0;
        Future<Void> failed = add("http://user:secret@a/x?caller=Bob");
        add("http://user:secret@a/x?caller=Bob");
        answerAll();
        status = 204;
        add("http://user:secret@a/x?caller=Bob");
        answerAll();
        status = 302;
        add("http://user:secret@a/x?caller=Bob");
        answerAll();
        status = 204;
        add("http://user:secret@a/x?caller=Bob");
        answerAll();
        status = 404;
        add("http://user:secret@a/x?caller=Bob");
        answerAll();
        assertThat(failed).isDone();
        assertThat(log.messages(LogLevel.WARN)).containsExactly("ActionUrlMute: a: not finished within 20 s",
                "ActionUrlMute: a: HTTP status 302, but redirections are not followed", "ActionUrlMute: a: HTTP status 404");
    }
}
