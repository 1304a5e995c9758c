package org.carillon.feature.redirection.internal;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.Phone;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ctl redirection}: which services this product has, and what they are asked. */
@Component(property = {Command.NAME + "=redirection", Command.USAGE + "="})
public final class RedirectionCommand implements Command {
    private final Map<String, Service> services = new LinkedHashMap<>();

    @Activate
    public RedirectionCommand(BundleContext context, @Reference(name = "phone") Phone phone) {
        for (String name : List.of("eds", "rdds")) {
            services.put(name, new Service(name, context, phone));
        }
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (!arguments.isEmpty()) {
            throw new CommandException("redirection takes no argument");
        }
        Map<String, String> answer = new LinkedHashMap<>();
        services.forEach((service, asked) -> answer.put(service, shown(asked)));
        return answer;
    }

    private static String shown(Service service) {
        try {
            return service.question().map(URI::toString).orElse("none");
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
