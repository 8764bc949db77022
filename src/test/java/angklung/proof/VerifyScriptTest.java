package angklung.proof;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.explain.Language;
import angklung.log.KeyType;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shell script comes to the verdict of the program, in the words of the program. Needs bash and openssl 3. */
class VerifyScriptTest {
    @TempDir
    private Path dir;

    private Path script;

    private record Answer(int code, String out, String err) {}

    @BeforeEach
    void writeScript() throws IOException {
        script = dir.resolve("verify.sh");
        Files.writeString(script, VerifyScript.text());
    }

    private Answer run(byte[] file, String policy, String... expected) {
        try {
            List<String> command = new ArrayList<>(List.of("bash", script.toString()));
            command.add(Files.write(dir.resolve("proof"), file).toString());
            command.add(Files.writeString(dir.resolve("policy"), policy).toString());
            command.addAll(List.of(expected));
            Process process = new ProcessBuilder(command)
                    .redirectOutput(dir.resolve("out").toFile())
                    .redirectError(dir.resolve("err").toFile())
                    .start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return new Answer(process.exitValue(), text("out"), text("err"));
        } catch (IOException e) {
            throw new UncheckedIOException("Is bash there?", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(String name) throws IOException {
        return new String(Files.readAllBytes(dir.resolve(name)), StandardCharsets.UTF_8);
    }

    /** What the program says, as the script is to say it: whole sentences, but reasons of failures in own words. */
    private static Answer expected(byte[] file, String policy, Map<String, String> expected) {
        try {
            Verdict verdict = new Verifier(LogPolicy.parse(policy), expected).verify(file);
            return new Answer(verdict.verified() ? 0 : 3, checks(new VerdictText(Language.EN).of(verdict)), "");
        } catch (LogFormatException e) {
            return new Answer(4, "", e.getMessage());
        }
    }

    private static String checks(String text) {
        return text.lines()
                .filter(line -> line.matches("[1-7] .*"))
                .map(line -> line.replaceFirst("^([1-7] failed): .*", "$1"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private void assertSame(byte[] file, String policy) {
        Answer expected = expected(file, policy, Map.of());
        Answer answer = run(file, policy);
        assertThat(checks(answer.out())).as(answer + "\nbut the program: " + expected).isEqualTo(expected.out());
        assertThat(answer.code()).as(answer.toString()).isEqualTo(expected.code());
        assertThat(answer.err().lines().count()).as(answer.err()).isEqualTo(answer.code() == 4 ? 1 : 0);
    }

    private static SampleProof sample(SplittableRandom random, int index, int size) {
        SampleProof sample = new SampleProof(random, index, size);
        int witnesses = random.nextInt(4);
        StringBuilder group = new StringBuilder(1 + random.nextInt(Math.max(1, witnesses)) + "");
        for (int i = 0; i < witnesses; i++) {
            sample.witness("w" + i);
            group.append(" w").append(i);
        }
        sample.quorum = witnesses == 0 ? "none" : random.nextBoolean() ? group.toString() : "w0";
        if (random.nextBoolean()) {
            int lines = 1 + random.nextInt(9);
            int details = random.nextInt(9);
            sample.lines(lines, random.nextInt(lines), details, details == 0 ? -1 : random.nextInt(details));
        }
        return sample;
    }

    @Test
    void shouldAgreeOnProofsOfEverySmallTree() {
        SplittableRandom random = new SplittableRandom(11);
        for (int size = 1; size <= 6; size++) {
            for (int index = 0; index < size; index++) {
                SampleProof sample = sample(random, index, size);
                assertSame(sample.file(), sample.policy());
            }
        }
    }

    @Test
    void shouldAgreeOnLargerTrees() {
        Seeds.cases(6, random -> {
            int size = 7 + random.nextInt(200);
            SampleProof sample = sample(random, random.nextInt(size), size);
            assertSame(sample.file(), sample.policy());
        });
    }

    @Test
    void shouldAgreeOnTamperedFiles() {
        Seeds.cases(20, random -> {
            SampleProof sample = sample(random, 2, 5);
            assertSame(tampered(sample.file(), random), sample.policy());
        });
    }

    /** Lines are as likely as each other, however long they are. */
    private static byte[] tampered(byte[] file, SplittableRandom random) {
        List<String> lines = new ArrayList<>(
                List.of(new String(file, StandardCharsets.ISO_8859_1).split("(?<=\n)")));
        int which = random.nextInt(lines.size());
        String line = lines.get(which);
        int at = random.nextInt(line.length());
        switch (random.nextInt(5)) {
            case 0 -> lines.remove(which);
            case 1 -> lines.add(which, line);
            case 2 -> lines.set(which, line.substring(0, at) + line.substring(at + 1));
            case 3 -> lines.set(which, line.substring(0, at) + line.substring(random.nextInt(at + 1)));
            default -> lines.set(which, line.substring(0, at) + (char) (line.charAt(at) ^ 1 << random.nextInt(8))
                    + line.substring(at + 1));
        }
        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldAgreeOnTamperedOpenings() {
        Seeds.cases(20, random -> {
            SampleProof sample = sample(random, 2, 5);
            String file = new String(sample.file(), StandardCharsets.UTF_8);
            String extra = file.lines().toList().get(1).substring("extra ".length());
            String opening = new String(Base64.getDecoder().decode(extra), StandardCharsets.ISO_8859_1);
            String mark = new String[] {"\"", ",", ":", "{", "}", "[", "]", "\\", "0", "a", "="}[random.nextInt(11)];
            int at = opening.indexOf(mark, random.nextInt(opening.length()));
            if (at >= 0) {
                String[] puts = {"", "\"", "\\", ",", "\0", "\u00e9", "1"};
                String put = puts[random.nextInt(puts.length)];
                String other = opening.substring(0, at) + put + opening.substring(at + (random.nextBoolean() ? 1 : 0));
                byte[] bytes = other.getBytes(StandardCharsets.ISO_8859_1);
                assertSame(SampleProof.utf8(file.replace(extra, SampleProof.base64(bytes))), sample.policy());
            }
        });
    }

    @Test
    void shouldAgreeOnWhatAnOperatorMightLog() {
        List<Consumer<SampleProof>> lies = List.of(
                sample -> sample.record.put("closing_micros", "1"),
                sample -> sample.record.put("period", "2026-09"),
                sample -> sample.record.remove("tax_micros"),
                sample -> sample.record.put("lines", "4"),
                sample -> sample.record.put("lines_hash", "0".repeat(64)),
                sample -> sample.lines.get(1).put("party_id", "x"),
                sample -> sample.lines.get(1).put("statement_hash", "0".repeat(64)),
                sample -> sample.details.get(2).remove("isrc"),
                sample -> sample.envelopeKind = "payout-run",
                sample -> sample.envelopePeriod = "2026-13",
                sample -> sample.opened = false,
                sample -> sample.quorum = "all w1 w2",
                sample -> sample.witnessTime = 1);
        for (Consumer<SampleProof> lie : lies) {
            SampleProof sample = new SampleProof(new SplittableRandom(5), 2, 5).witness("w1").lines(3, 1, 3, 2);
            sample.quorum = "w1";
            lie.accept(sample);
            byte[] file = sample.file();
            if (sample.quorum.endsWith("w2")) {
                sample.witness("w2");
            }
            assertSame(file, sample.policy());
        }
    }

    /** See the verifier's test of the same places. */
    @ParameterizedTest
    @CsvSource({"0, 1, 1, 1", "1, 2, 0, 1", "0, 2, 1, 2", "4, 5, 5, 5", "2, 5, 2, 4"})
    void shouldAgreeOnWrongPlaces(int index, int size, int claimedIndex, int claimedSize) {
        SampleProof sample = new SampleProof(new SplittableRandom(5), index, size);
        sample.claimedIndex = claimedIndex;
        sample.claimedSize = claimedSize;
        assertSame(sample.file(), sample.policy());
    }

    @Test
    void shouldAgreeOnNonsense() {
        SampleProof sample = new SampleProof(new SplittableRandom(5), 0, 1);
        String file = new String(sample.file(), StandardCharsets.UTF_8);
        String small = SampleProof.ORIGIN + "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        for (String other : List.of(
                "", "\n", "\n\n", "c2sp.org/tlog-proof@v1\n\n", file + "\n", file + "x\n", file.replace("\n", "\r\n"),
                file.replace("index 0", "index 00"), file.replace("index 0", "index 9223372036854775808"),
                file.replace("index 0", "index 1"), file.replace("extra ", "extra  "),
                file.replaceFirst("extra .*\n", "extra \n"),
                file.replaceFirst("extra .*\n", "extra AAA=\n"),
                file.substring(0, file.indexOf("\n\n") + 2) + small + "\n" + sample.log.sign(small) + "\n",
                file.replaceFirst("(\u2014 .*\n)", "$1$1"), file.substring(0, file.length() - 1))) {
            assertSame(SampleProof.utf8(other), sample.policy());
        }
        assertSame(new byte[100], sample.policy());
    }

    @Test
    void shouldCompareWithTheStatementInHand() {
        SampleProof sample = new SampleProof(new SplittableRandom(5), 2, 5);
        sample.record.put("payments_micros", "-120000500000");
        sample.balance();
        byte[] file = sample.file();
        for (String[] fields : List.of(
                new String[] {"payments_micros", "-120000500000"}, new String[] {"payments_micros", "120000500000"},
                new String[] {"period", "2026-10"}, new String[] {"period", "2026-1"}, new String[] {"name", "x"})) {
            Answer expected = expected(file, sample.policy(), Map.of(fields[0], fields[1]));
            Answer answer = run(file, sample.policy(), fields[0] + "=" + fields[1]);
            assertThat(checks(answer.out())).as(answer.toString()).isEqualTo(expected.out());
            assertThat(answer.code()).isEqualTo(expected.code());
        }
    }

    @Test
    void shouldRefusePoliciesThatItCannotDecide() {
        SampleProof sample = new SampleProof(new SplittableRandom(5), 2, 5).witness("w1").witness("w2");
        byte[] file = sample.file();
        String keys = sample.policy().replace("quorum none\n", "");
        String stolen = SigningKey.of("w3.example", KeyType.ED25519, new byte[32]).verifier().toString();
        assertThat(run(file, keys + "quorum w1").code()).as("without a last LF").isZero();
        for (String rest : List.of(
                "", "quorum w3\n", "quorum none\nquorum none\n", "group g 3 w1 w2\nquorum g\n",
                "group g any\nquorum g\n",
                "witness w1 " + sample.witnesses.get(0).verifier() + "\nquorum none\n",
                "witness w3 " + stolen + "\nquorum w3\n",
                "group g any w1 w1\nquorum g\n", "quorum none \u0001\n", "nonsense\nquorum none\n", "quorum\n")) {
            Answer answer = run(file, keys + rest);
            assertThat(answer.code()).as(rest + answer).isEqualTo(2);
            assertThat(answer.err().lines()).hasSize(1);
        }
        Answer richer = run(file, keys + "group g any w1\ngroup h all g w2\nquorum h\n");
        assertThat(richer.code()).isEqualTo(2);
        assertThat(richer.err()).contains("a group of groups, which this script does not decide");
    }

    @Test
    void shouldSayHowItIsUsed() throws IOException {
        assertThat(run(new byte[0], "", "x").code()).isEqualTo(2);
        Files.delete(dir.resolve("proof"));
        Process process = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("verify.sh: give a proof and a policy").hasLineCount(1);
    }
}
