package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a URL is shown, exported and stored legibly. */
class DefinitionTest {
    private static final Definition URL = Declared.url("Server");
    private static final Catalogue CATALOGUE = Declared.catalogue(Declared.singleton("lamp", URL));

    @ParameterizedTest
    @CsvSource({"http://joe:pw@h/a, http://***@h/a, http://h/a", "joe:pw@h:80/a@b, ***@h:80/a@b, h:80/a@b", "joe@h, ***@h, h",
            "joe:p@w@h, ***@h, h", "joe:p?w#@h/, ***@h/, h/", "https:/joe:pw@h, https:/***@h, https:/h", "//joe:pw@h, //***@h, //h",
            "tftp:///joe:pw@h, tftp:///***@h, tftp:///h", "joe:$1@[::1]:80, ***@[::1]:80, [::1]:80"})
    void nobodySeesUserInfo(String value, String shown, String exported) {
        assertThat(URL.shown(value)).isEqualTo(shown);
        assertThat(URL.exported(value)).isEqualTo(exported);
        assertThat(CATALOGUE.isOpen("Server", value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "h:80/a@b", "http://h/a:b@c", "https://[::1]/a?b=c@d"})
    void theRestIsShown(String value) {
        assertThat(URL.shown(value)).isEqualTo(value);
        assertThat(URL.exported(value)).isEqualTo(value);
        assertThat(CATALOGUE.isOpen("Server", value)).isTrue();
    }

    @Test
    void whatIsNoUrlKeepsItsSign() {
        assertThat(Declared.text("Label", "").shown("joe:pw@h")).isEqualTo("joe:pw@h");
        assertThat(Declared.text("Label", "").exported("joe:pw@h")).isEqualTo("joe:pw@h");
    }
}
