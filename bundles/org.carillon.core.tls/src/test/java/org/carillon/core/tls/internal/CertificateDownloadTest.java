package org.carillon.core.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.carillon.api.provisioning.Downloads;
import org.carillon.core.tls.internal.CertificateDownload.Status;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class CertificateDownloadTest {
    private static final String URL = "https://phone:geheim@server/ca.pem";
    private static final String SHOWN = "https://server/ca.pem";

    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final List<String> asked = new ArrayList<>();
    private final List<String> installed = new ArrayList<>();
    private String answer = "certificate";
    private Runnable meanwhile = () -> {};
    private final CertificateDownload download = new CertificateDownload("SIPCertificateUrl", this::install, scopes.open("test"),
            new Random(1), log.logger());
    private final Downloads downloads = new Downloads() {
        @Override
        public byte[] get(String url, int maxBytes) throws IOException {
            asked.add(url);
            meanwhile.run();
            if (answer == null) {
                throw new IOException("HTTP status 404");
            }
            return answer.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int visit(String url) {
            throw new AssertionError(url);
        }
    };

    private void install(byte[] content, String origin) throws IOException {
        if (content.length == 0) {
            throw new IOException(origin + " holds no certificate");
        }
        installed.add(new String(content, StandardCharsets.UTF_8));
    }

    @Test
    void installsOnceSomebodyDownloads() {
        download.from(URL);
        scopes.settle();
        assertThat(download.status()).isEqualTo(new Status(SHOWN, "waiting", ""));
        download.through(downloads);
        scopes.settle();
        assertThat(download.status()).isEqualTo(new Status(SHOWN, "installed", ""));
        assertThat(asked).containsExactly(URL);
        assertThat(installed).containsExactly("certificate");
        assertThat(log.messages(LogLevel.INFO)).containsExactly("SIPCertificateUrl: installed from " + SHOWN);
        download.through(null);
        download.through(downloads);
        scopes.advance(Duration.ofDays(1));
        assertThat(asked).as("once is enough").hasSize(1);
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void doesNothingWithoutAUrl() {
        download.through(downloads);
        download.from("");
        scopes.advance(Duration.ofDays(1));
        assertThat(asked).isEmpty();
        assertThat(download.status()).isEqualTo(new Status("", "off", ""));
    }

    @Test
    void triesAgainInGrowingIntervals() {
        answer = null;
        download.through(downloads);
        download.from(URL);
        scopes.settle();
        assertThat(download.status()).isEqualTo(new Status(SHOWN, "failed", "HTTP status 404"));
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString().startsWith("SIPCertificateUrl " + SHOWN + ": HTTP status 404")
                .doesNotContain("geheim");
        scopes.advance(Duration.ofSeconds(29));
        assertThat(asked).hasSize(1);
        scopes.advance(Duration.ofSeconds(31));
        assertThat(asked).hasSize(2);
        scopes.advance(Duration.ofDays(1));
        assertThat(asked.size()).as("half an hour to 64 minutes between attempts").isBetween(22, 55);
        answer = "certificate";
        scopes.advance(Duration.ofMinutes(65));
        assertThat(installed).containsExactly("certificate");
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        answer = "";
        download.through(downloads);
        download.from(URL);
        scopes.settle();
        assertThat(download.status().error()).isEqualTo(SHOWN + " holds no certificate");
    }

    @Test
    void followsAChangedUrlAtOnceAndDropsWhatCameForTheOldOne() {
        answer = null;
        download.through(downloads);
        download.from(URL);
        scopes.settle();
        answer = "old";
        meanwhile = () -> {
            meanwhile = () -> {};
            download.from("https://server/new.pem");
            answer = "new";
        };
        scopes.advance(Duration.ofMinutes(1));
        assertThat(asked).containsExactly(URL, URL, "https://server/new.pem");
        assertThat(installed).containsExactly("new");
        assertThat(scopes.waitingTimers()).isZero();
        download.from("");
        assertThat(download.status().state()).isEqualTo("off");
        download.from("https://server/new.pem");
        scopes.settle();
        assertThat(installed).containsExactly("new", "new");
    }

    @Test
    void retriesOnceHoweverOftenSomebodyElseDownloads() {
        answer = null;
        download.from(URL);
        download.through(downloads);
        download.through(downloads);
        scopes.settle();
        assertThat(asked).hasSize(2);
        assertThat(scopes.waitingTimers()).isOne();
    }

    @Test
    void showsNoPasswordOfAUrlWithoutScheme() {
        download.from("phone:geheim@server/ca.pem");
        assertThat(download.status().url()).isEqualTo("server/ca.pem");
    }
}
