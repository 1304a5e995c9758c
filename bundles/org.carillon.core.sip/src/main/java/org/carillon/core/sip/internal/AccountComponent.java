package org.carillon.core.sip.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** One configured account. */
@Component(service = {}, configurationPid = AccountConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AccountConfig.class, factory = true)
public final class AccountComponent {
    private final Accounts accounts;
    private final int number;

    @Activate
    public AccountComponent(@Reference(name = "accounts") Accounts accounts, AccountConfig config, Map<String, Object> properties) {
        this.accounts = accounts;
        this.number = (Integer) properties.get("index");
        modified(config);
    }

    @Modified
    void modified(AccountConfig config) {
        accounts.put(Account.of(number, config));
    }

    @Deactivate
    void deactivate() {
        accounts.remove(number);
    }
}
