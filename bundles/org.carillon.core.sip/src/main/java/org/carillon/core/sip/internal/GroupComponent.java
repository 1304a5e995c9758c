package org.carillon.core.sip.internal;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import org.carillon.api.device.FramePriority;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.GroupSubscriptions;
import org.carillon.api.sip.SipException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** Opens ports that ask groups, marked like all that SIP sends at the time. */
@Component(immediate = true, configurationPid = SipConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class GroupComponent implements GroupSubscriptions {
    private final Phone phone;
    private final Scopes scopes;
    private final FramePriority frames;
    private final Logger logger;
    private final Scope scope;
    private volatile Marking marking;

    @Activate
    public GroupComponent(SipConfig config, @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "frames") FramePriority frames, @Reference(name = "logger", service = LoggerFactory.class) Logger logger) {
        this.phone = phone;
        this.scopes = scopes;
        this.frames = frames;
        this.logger = logger;
        scope = scopes.open("org.carillon.core.sip.groups");
        marking = Marking.of(config);
    }

    @Modified
    void modified(SipConfig config) {
        marking = Marking.of(config);
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public Port open(Question question, Listener listener) {
        var bind = phone.bind();
        var visible = LocalAddress.visible(bind);
        if (visible.isLoopbackAddress() || !(visible instanceof Inet4Address)) {
            throw new SipException("no network reaches the group " + question.group().getAddress().getHostAddress() + " from "
                    + bind.getHostAddress());
        }
        var own = scope.child("group");
        try {
            var sip = own.serial("sip");
            var udp = new UdpTransport(own, sip, logger, frames, bind, question.port(), marking);
            own.onClose(udp::stop);
            udp.groupsOver(network(visible));
            return new GroupPort(new GroupPort.Surroundings(scopes, own, sip, udp, "Carillon " + phone.model(), new SecureRandom(), logger),
                    question, listener);
        } catch (IOException | javax.sip.SipException e) {
            own.close();
            throw new SipException(
                    "cannot use UDP port " + question.port() + " of " + bind.getHostAddress() + ": " + e.getMessage());
        }
    }

    private static NetworkInterface network(InetAddress address) throws IOException {
        var found = NetworkInterface.getByInetAddress(address);
        if (found == null) {
            throw new IOException("no network has the address " + address.getHostAddress());
        }
        return found;
    }
}
