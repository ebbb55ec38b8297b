package io.leaven.control.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PaletteTest {

    @Test
    void coloursNeedATerminalAndNobodyWhoRefusesThem() {
        assertThat(Palette.suitable(true, Map.of())).isEqualTo(Palette.COLOURED);
        assertThat(Palette.suitable(true, Map.of("NO_COLOR", ""))).isEqualTo(Palette.COLOURED);
        assertThat(Palette.suitable(true, Map.of("NO_COLOR", "1"))).isEqualTo(Palette.PLAIN);
        assertThat(Palette.suitable(false, Map.of())).isEqualTo(Palette.PLAIN);
    }

    @Test
    void plainTextStaysAsItIs() {
        assertThat(Palette.PLAIN.good("x") + Palette.PLAIN.strong("y")).isEqualTo("xy");
        assertThat(Palette.COLOURED.good("x")).isEqualTo("\u001b[32mx\u001b[0m");
    }

    @Test
    void controlCharactersOfARecordDoNotReachTheTerminal() {
        String hostile = "a\u001b[2Jb\nc\u0007d\u009be";

        assertThat(Palette.PLAIN.oneLine(hostile + Palette.COLOURED.bad("f"))).doesNotContainPattern("\\p{Cc}");
        assertThat(Palette.COLOURED.oneLine(hostile + Palette.COLOURED.bad("f")))
                .isEqualTo("a [2Jb c d e\u001b[31mf\u001b[0m");
        for (Palette palette : Palette.values()) {
            String painted = palette.faint("1")
                    + palette.strong("2")
                    + palette.name("3")
                    + palette.good("4")
                    + palette.bad("5")
                    + palette.notable("6");
            assertThat(palette.oneLine(painted)).isEqualTo(painted);
        }
    }
}
