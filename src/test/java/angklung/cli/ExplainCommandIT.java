package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command on what a replay wrote. {@link ReplayIT} explains every line of every example, {@link WhatIfCommandIT}
 * lines from topics.
 */
@Timeout(180)
final class ExplainCommandIT {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldExplainALineInEveryLanguageAndFindThatItWasChanged() throws Exception {
        Path settled = dir.resolve("settled");
        assertThat(run("replay", "src/test/resources/examples/lmkn-deductions/input", "--partitions", "1",
                "--threads", "1", "--out", settled.toString())).as(err.toString()).isZero();
        String line = Files.readAllLines(settled.resolve("ledger.csv")).stream()
                .filter(row -> row.contains(",ACCRUAL,") && row.contains("party:both:payable"))
                .findFirst().orElseThrow();
        String id = line.substring(0, 64);

        assertThat(run("explain", id.substring(0, 12), "--from", settled.toString())).as(err.toString()).isZero();
        assertThat(out.toString())
                .startsWith("both earned Rp600,000 from alpha (offering radio, Indonesia) for April 2026")
                .containsPattern("LMKN, operations +-Rp48,000 +Rp552,000")
                .containsPattern("WAMI, administration +-Rp110,400 +Rp441,600")
                .contains(id);
        assertThat(run("explain", id, "--lang", "id", "--from", settled.toString())).isZero();
        assertThat(out.toString()).startsWith("both memperoleh Rp600.000 dari alpha");
        assertThat(run("explain", id, "--lang", "ko", "--from", settled.toString())).isZero();
        assertThat(out.toString()).startsWith("권리자 both에게 2026년 4월에 alpha(인도네시아, radio 상품)에서");
        assertThat(run("explain", id, "--json", "--from", settled.toString())).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("holds").asBoolean()).isTrue();
        assertThat(json.get("line").get("line_id").asText()).isEqualTo(id);

        Path ledger = settled.resolve("ledger.csv");
        Files.writeString(ledger, Files.readString(ledger).replace(line, line.replaceFirst("ACCRUAL", "ADJUSTMENT")));
        assertThat(run("explain", id, "--from", settled.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("does not add up");
        assertThat(run("explain", "0".repeat(64), "--from", settled.toString())).isEqualTo(4);
        assertThat(run("explain", "0".repeat(64), "--from", dir.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(run("explain", "123", "--from", settled.toString())).isEqualTo(2);
        assertThat(run("explain", "12345678", "--from", settled.toString(), "--config", "x")).isEqualTo(2);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
