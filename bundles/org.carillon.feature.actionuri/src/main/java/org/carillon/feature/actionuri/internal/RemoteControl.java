package org.carillon.feature.actionuri.internal;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.NotifyHandler;
import org.carillon.api.ui.Face;
import org.carillon.api.ui.Keypad;
import org.carillon.api.web.WebResource;
import org.carillon.feature.actionuri.internal.ActionUri.Hold;
import org.carillon.feature.actionuri.internal.ActionUri.Press;
import org.carillon.feature.actionuri.internal.ActionUri.Step;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/** Does what action URIs ask for, and hands out pictures of the screen (manual 10.26). */
@Component(configurationPid = ActionUriConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {WebResource.PATH + "=" + RemoteControl.SERVLET, WebResource.PATH + "=" + RemoteControl.PICTURE,
                WebResource.PATH + "=" + RemoteControl.DOWNLOAD, WebResource.ACCESS + "=" + WebResource.OPEN,
                NotifyHandler.EVENT + "=ACTION-URI"})
@Designate(ocd = ActionUriConfig.class)
public final class RemoteControl implements WebResource, NotifyHandler {
    static final String SERVLET = "/servlet";
    static final String PICTURE = "/screencapture";
    static final String DOWNLOAD = "/screencapture/download";
    private static final String CAPTURE = "command=screencapture";
    private static final String SIPFRAG = "message/sipfrag";
    private static final int MOST_WAITING = 16;

    /** Why something could not be done, and the HTTP status for that. */
    private record Failure(int status, String text) {}

    private final Keypad keypad;
    private final Face face;
    private final Logger log;
    private final Scope scope;
    private final Executor executor;
    private final Consent consent;
    private final Queue<List<Step>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile ActionUriConfig config;

    @Activate
    public RemoteControl(ActionUriConfig config, @Reference(name = "keypad") Keypad keypad, @Reference(name = "face") Face face,
            @Reference(name = "scopes") Scopes scopes, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.config = config;
        this.keypad = keypad;
        this.face = face;
        this.log = log;
        scope = scopes.open("feature.actionuri");
        executor = scope.blocking();
        consent = new Consent(face, scope);
    }

    /** Who switches action URIs off also takes back what was allowed. */
    @Modified
    void modified(ActionUriConfig changed) {
        config = changed;
        if (!changed.enable()) {
            consent.forget();
        }
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public Response answer(Request request) {
        return Gate.of(config).refusal(request)
                .orElseGet(() -> request.path().equals(SERVLET) && !request.query().equals(CAPTURE) ? act(request) : picture(request));
    }

    private Response act(Request request) {
        List<Step> steps;
        try {
            steps = ActionUri.parse(request.query());
        } catch (IllegalArgumentException e) {
            return Response.text(400, e.getMessage());
        }
        return switch (consent(request.client(), () -> later(steps))) {
            case ALLOWED -> perform(steps).map(failure -> Response.text(failure.status(), failure.text()))
                    .orElse(Response.text(200, "OK"));
            case REFUSED -> refused();
            case ASKED -> Response.text(202, "this is done when OK is pressed on the phone");
            case BUSY -> later("the phone asks somebody else's question");
        };
    }

    private Response picture(Request request) {
        return switch (consent(request.client(), () -> {})) {
            case ALLOWED -> new Response(200, "image/png", request.path().equals(DOWNLOAD)
                    ? Map.of("Cache-Control", "no-store", "Content-Disposition", "attachment; filename=\"screen.png\"")
                    : Map.of("Cache-Control", "no-store"), face.png());
            case REFUSED -> refused();
            case ASKED -> later("there is a picture when OK was pressed on the phone");
            case BUSY -> later("the phone asks somebody else's question");
        };
    }

    private static Response refused() {
        return Response.text(403, "the person at the phone does not allow it");
    }

    private static Response later(String why) {
        Response response = Response.text(503, why + "; try again");
        return new Response(response.status(), response.type(), Map.of("Retry-After", "5"), response.body());
    }

    @Override
    public int notified(Notification notification) {
        if (!config.enable()) {
            return 489;
        }
        if (!notification.contentType().equals(SIPFRAG)) {
            return 415;
        }
        try {
            List<Step> steps = ActionUri.parse(notification.body().stripTrailing());
            return switch (consent(notification.server(), () -> later(steps))) {
                case ALLOWED -> later(steps) ? 200 : 480;
                case ASKED -> 200;
                case REFUSED -> 403;
                case BUSY -> 480;
            };
        } catch (IllegalArgumentException e) {
            log.warn("no action URI in a NOTIFY of {}: {}", notification.server().getHostAddress(), e.getMessage());
            return 400;
        }
    }

    private Consent.State consent(InetAddress sender, Runnable then) {
        return config.promptEnable() ? consent.of(sender, then) : Consent.State.ALLOWED;
    }

    /** Does it on another thread, in order of the asking; false when too much waits already. */
    private boolean later(List<Step> steps) {
        boolean taken = waiting.offer(steps);
        executor.execute(this::next);
        return taken;
    }

    private synchronized void next() {
        Optional.ofNullable(waiting.poll()).flatMap(this::perform)
                .ifPresent(failure -> log.warn("an action URI could not be followed: {}", failure.text()));
    }

    /** Does one thing after the other, up to the first one that cannot be done. */
    private synchronized Optional<Failure> perform(List<Step> steps) {
        return steps.stream().flatMap(step -> perform(step).stream()).findFirst();
    }

    private Optional<Failure> perform(Step step) {
        try {
            switch (step) {
                case Press press -> keypad.press(press.name());
                case Hold hold -> keypad.hold(hold.name());
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Failure(400, step.name() + ": " + e.getMessage()));
        } catch (IllegalStateException e) {
            return Optional.of(new Failure(409, step.name() + ": " + e.getMessage()));
        }
    }
}
