package org.carillon.core.ctl.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.carillon.api.call.Calls;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.Phone;
import org.carillon.api.line.Line;
import org.carillon.api.line.Lines;
import org.carillon.api.parameter.Parameters;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Says who the phone is, whether it can call, and what its lines and calls are doing. */
@Component(property = {Command.NAME + "=status", Command.USAGE + "="})
public final class StatusCommand implements Command {
    private final Phone phone;
    private volatile Lines lines;
    private volatile Calls calls;
    private volatile Parameters parameters;

    @Activate
    public StatusCommand(@Reference(name = "phone") Phone phone) {
        this.phone = phone;
    }

    @Reference(name = "lines", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLines(Lines service) {
        lines = service;
    }

    void unbindLines(Lines service) {
        if (lines == service) {
            lines = null;
        }
    }

    @Reference(name = "calls", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCalls(Calls service) {
        calls = service;
    }

    void unbindCalls(Calls service) {
        if (calls == service) {
            calls = null;
        }
    }

    @Reference(name = "parameters", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindParameters(Parameters service) {
        parameters = service;
    }

    void unbindParameters(Parameters service) {
        if (parameters == service) {
            parameters = null;
        }
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (!arguments.isEmpty()) {
            throw new CommandException("status takes no argument");
        }
        Lines signalling = lines;
        Calls model = calls;
        List<Line> all = signalling == null ? List.of() : signalling.all();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("model", phone.model());
        status.put("mac", phone.mac());
        status.put("firmware", phone.firmware());
        status.put("uptimeMillis", phone.uptimeMillis());
        status.put("readiness", readiness(signalling != null, model != null, all));
        status.put("lines", all.stream().map(StatusCommand::line).toList());
        status.put("calls", model == null ? List.of() : model.all());
        Parameters configuration = parameters;
        status.put("pendingReboot", configuration == null ? List.of() : configuration.pending());
        return status;
    }

    private static String readiness(boolean signalling, boolean model, List<Line> lines) {
        List<String> missing = new ArrayList<>();
        if (!signalling) {
            missing.add("nothing provides lines (why core.sip)");
        } else if (lines.stream().allMatch(line -> line.state() == Line.State.OFF)) {
            missing.add("no account is enabled");
        }
        if (!model) {
            missing.add("nothing provides calls (why core.call)");
        }
        lines.stream().filter(line -> line.state() == Line.State.REGISTERING || line.state() == Line.State.FAILED)
                .map(StatusCommand::trouble).forEach(missing::add);
        return missing.isEmpty() ? "ready" : String.join("; ", missing);
    }

    private static String trouble(Line line) {
        if (line.state() == Line.State.REGISTERING) {
            return "account " + line.account() + " is registering";
        }
        String cause = (line.code() == 0 ? "" : line.code() + " ") + line.reason();
        return "account " + line.account() + " failed to register" + (cause.isBlank() ? "" : ": " + cause.strip());
    }

    private static Map<String, Object> line(Line line) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("account", line.account());
        object.put("user", line.user());
        object.put("state", line.state());
        object.put("server", line.server());
        object.put("transport", line.transport());
        object.put("code", line.code());
        object.put("reason", line.reason());
        object.put("label", line.label());
        object.put("displayName", line.displayName());
        object.put("serverType", line.serverType());
        return object;
    }
}
