package angklung.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogPolicyTest {
    private static final SigningKey LOG = Keys.log("example.com/log", 100);
    private static final SigningKey NEXT = Keys.log("example.com/log", 101);
    private static final List<SigningKey> WITNESSES =
            IntStream.range(0, 8).mapToObj(i -> Keys.witness("witness.example/" + i, i + 1)).toList();
    private static final Checkpoint CHECKPOINT = new Checkpoint("example.com/log", 1, Hash.leaf(new byte[0]));

    /** The example of the specification. */
    private static final String TWO_LEVELS = """
            # Two of the first three, one of the others

            log LOG https://example.com/log/
            witness X1 W0
            witness X2 W1 https://witness.example/1
            \twitness  X3\tW2\t
            group X-witnesses 2 X1 X2 X3
             # a comment
            witness Y1 W3
            witness Y2 W4
            witness Y3 W5
            group Y-witnesses any Y1 Y2 Y3
            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """;

    @Test
    void shouldKnowLogsAndWitnesses() {
        LogPolicy policy = policy(TWO_LEVELS);

        assertThat(policy.logs()).containsExactly(LOG.verifier());
        assertThat(policy.witnesses()).extracting(LogPolicy.Witness::name)
                .containsExactly("X1", "X2", "X3", "Y1", "Y2", "Y3");
        assertThat(policy.witnesses().get(0).url()).isEmpty();
        assertThat(policy.witnesses().get(1)).isEqualTo(new LogPolicy.Witness(
                "X2", WITNESSES.get(1).verifier(), Optional.of("https://witness.example/1")));
    }

    @ParameterizedTest
    @CsvSource({
        "'', false", "X1, false", "X1 X2, false", "X1 Y1, false", "Y1 Y2 Y3, false", "X1 X2 Y3, true",
        "X2 X3 Y1, true", "X1 X2 X3 Y1 Y2 Y3, true", "X1 X2 X3, false", "X-and-Y, false", "X-witnesses Y1, false",
    })
    void shouldCountTheQuorum(String seen, boolean enough) {
        assertThat(policy(TWO_LEVELS).isQuorum(Set.of(seen.split(" ")))).isEqualTo(enough);
    }

    /** Groups within groups at random, against the definition read recursively. */
    @Test
    void shouldCountAnyQuorumAsItsDefinitionReads() {
        int[] enough = new int[1];
        Seeds.cases(300, random -> {
            StringBuilder text = new StringBuilder("log LOG\n");
            List<String> free = new ArrayList<>();
            List<Predicate<Set<String>>> meaning = new ArrayList<>();
            for (int i = 0; i < WITNESSES.size(); i++) {
                String name = "w" + i;
                text.append("witness ").append(name).append(" W").append(i).append('\n');
                free.add(name);
                meaning.add(seen -> seen.contains(name));
            }
            for (int group = 0; free.size() > 1 && group < 5; group++) {
                group("g" + group, text, free, meaning, random);
            }
            int chosen = random.nextInt(free.size());
            LogPolicy policy = policy(text + "quorum " + free.get(chosen) + "\n");
            for (int subset = 0; subset < 1 << WITNESSES.size(); subset++) {
                Set<String> seen = new HashSet<>();
                for (int i = 0; i < WITNESSES.size(); i++) {
                    if ((subset & 1 << i) != 0) {
                        seen.add("w" + i);
                    }
                }
                boolean expected = meaning.get(chosen).test(seen);
                assertThat(policy.isQuorum(seen)).as("%s%s", text, seen).isEqualTo(expected);
                enough[0] += expected ? 1 : 0;
            }
        });
        assertThat(enough[0]).isPositive();
    }

    @Test
    void shouldAcceptACheckpointOfTheLogThatAQuorumHasSeen() {
        LogPolicy policy = policy(TWO_LEVELS);

        LogPolicy.Accepted accepted = policy.accept(note(LOG, 0, 2, 4, 7));

        assertThat(accepted.checkpoint()).isEqualTo(CHECKPOINT);
        assertThat(accepted.witnesses()).extracting(LogPolicy.Witness::name).containsExactly("X1", "X3", "Y2");
        assertThatThrownBy(() -> policy.accept(note(LOG, 0, 1)))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageContaining("X-and-Y");
        assertThatThrownBy(() -> policy.accept(note(LOG))).isInstanceOf(UnverifiedException.class);
        assertThat(policy.signedByLog(note(LOG))).isEqualTo(CHECKPOINT);
        assertThatThrownBy(() -> policy.accept(note(NEXT, 0, 1, 3))).isInstanceOf(UnverifiedException.class);
    }

    @Test
    void shouldTakeEitherKeyWhileTheLogsKeyIsRotated() {
        LogPolicy both = policy("log LOG\nlog NEXT\nquorum none\n");

        assertThat(both.accept(note(LOG)).checkpoint()).isEqualTo(CHECKPOINT);
        assertThat(both.accept(note(NEXT)).checkpoint()).isEqualTo(CHECKPOINT);
        assertThat(both.accept(note(LOG).with(List.of(NEXT.sign(CHECKPOINT.text())))).witnesses()).isEmpty();
    }

    @Test
    void shouldRefuseAnotherOriginEvenIfAKeyOfTheLogSignedIt() {
        Checkpoint other = new Checkpoint("example.com/other", 1, CHECKPOINT.root());
        Note note = new Note(other.text(), List.of(LOG.sign(other.text())));

        assertThatThrownBy(() -> policy("log LOG\nquorum none\n").accept(note))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageContaining("example.com/other")
                .hasMessageContaining("example.com/log");
    }

    @Test
    void shouldRefuseACheckpointOfOneLogThatAnotherSigned() {
        SigningKey other = Keys.log("example.com/other", 50);
        String text = "log LOG\nlog " + other.verifier() + "\nquorum none\n";
        Note note = new Note(CHECKPOINT.text(), List.of(other.sign(CHECKPOINT.text())));

        assertThatThrownBy(() -> policy(text).accept(note)).isInstanceOf(UnverifiedException.class);
    }

    @Test
    void shouldRefuseAFailingCosignatureBesideAQuorum() {
        LogPolicy policy = policy(TWO_LEVELS);
        NoteSignature failing = new NoteSignature(
                "witness.example/5", WITNESSES.get(5).verifier().id(), new byte[72]);

        assertThatThrownBy(() -> policy.accept(note(LOG, 0, 1, 3).with(List.of(failing))))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageContaining("witness.example/5");
    }

    @Test
    void shouldRefuseAnyWrongBitOfAnAcceptedCheckpoint() {
        LogPolicy policy = policy("log LOG\nwitness a W0\nwitness b W1\ngroup g all a b\nquorum g\n");
        byte[] note = note(LOG, 0, 1).toBytes();
        policy.accept(Note.parse(note));

        Bits.flipEach(note, wrong -> assertThatThrownBy(() -> policy.accept(Note.parse(wrong)))
                .isInstanceOfAny(LogFormatException.class, UnverifiedException.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "log LOG;quorum maybe | Line 2",
        "log LOG;quorum | Line 2",
        "log LOG;quorum none;quorum none | Line 3",
        "log LOG;quorum none none | Line 2",
        "log LOG | quorum",
        "quorum none | log",
        "'' | log",
        "log;quorum none | Line 1",
        "log LOG u v;quorum none | Line 1",
        "log LOG;log LOG;quorum none | Line 2",
        "log W0;quorum none | Line 1",
        "log LOG;witness a LOG;quorum a | Line 2",
        "log LOG;witness a NEXT;quorum a | Line 2",
        "log LOG;witness a W0;witness b W0;quorum a | Line 3",
        "log LOG;witness a W0;witness a W1;quorum a | Line 3",
        "log LOG;witness none W0;quorum none | Line 2",
        "log LOG;witness a;quorum a | Line 2",
        "log LOG;witness a W0 u v;quorum a | Line 2",
        "log LOG;group g any a;witness a W0;quorum g | Line 2",
        "log LOG;witness a W0;group g any a a;quorum g | Line 3",
        "log LOG;witness a W0;group g any a;group h any a;quorum g | Line 4",
        "log LOG;witness a W0;group g any g;quorum g | Line 3",
        "log LOG;witness a W0;group a any a;quorum a | Line 3",
        "log LOG;witness a W0;group g any;quorum g | Line 3",
        "log LOG;witness a W0;group g any none;quorum g | Line 3",
        "log LOG;witness a W0;group g 0 a;quorum g | Line 3",
        "log LOG;witness a W0;group g 2 a;quorum g | Line 3",
        "log LOG;witness a W0;group g 01 a;quorum g | Line 3",
        "log LOG;witness a W0;group g -1 a;quorum g | Line 3",
        "log LOG;witness a W0;group g 4294967297 a;quorum g | Line 3",
        "log LOG;witness a W0;group g some a;quorum g | Line 3",
        "log LOG;quorum g;witness g W0 | Line 2",
        "log LOG;quorum none # comment | Line 2",
        "LOG LOG;quorum none | Line 1",
        "log LOG;;;nonsense;quorum none | Line 4",
    })
    void shouldRefuseWhatIsNoPolicyAndSayWhere(String lines, String where) {
        assertThatThrownBy(() -> policy(lines.replace(';', '\n') + "\n"))
                .isInstanceOf(LogFormatException.class)
                .hasMessageContaining(where);
    }

    /** A key of the log that also counts as a witness would make the log its own witness. */
    @Test
    void shouldRefuseOnePublicKeyForTheLogAndAWitness() {
        VerifierKey log = Keys.log("example.com/log", 1).verifier();
        assertThat(log.publicKey()).isEqualTo(WITNESSES.get(0).verifier().publicKey());

        assertThatThrownBy(() -> policy("log " + log + "\nwitness a W0\nquorum a\n"))
                .isInstanceOf(LogFormatException.class)
                .hasMessageContaining("Line 2");
        assertThatThrownBy(() -> policy("witness a W0\nlog " + log + "\nquorum a\n"))
                .isInstanceOf(LogFormatException.class)
                .hasMessageContaining("Line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "log LOG\r\nquorum none\r\n", "log LOG\nquorum\u00a0none\n", "\u2003log LOG\nquorum none\n",
        "log LOG\nquorum none\n# \u0007\n", "\ufefflog LOG\nquorum none\n", "log\fLOG\nquorum none\n",
        "# \u007f\nlog LOG\nquorum none\n",
    })
    void shouldKnowNoOtherWhiteSpaceThanTheFormat(String text) {
        assertThatThrownBy(() -> policy(text))
                .isInstanceOf(LogFormatException.class)
                .hasMessageContaining("Line ");
    }

    @Test
    void shouldRefuseAPolicyWithAnyWrongBitInAKey() {
        String text = "log " + LOG.verifier() + "\nwitness a " + WITNESSES.get(0).verifier() + "\nquorum a\n";
        for (SigningKey key : List.of(LOG, WITNESSES.get(0))) {
            String vkey = key.verifier().toString();
            Bits.flipEach(vkey.getBytes(UTF_8), wrong -> assertThatThrownBy(
                            () -> LogPolicy.parse(text.replace(vkey, new String(wrong, UTF_8))))
                    .isInstanceOf(LogFormatException.class));
        }
    }

    /** A policy vouches for nothing itself; but none that is hurt lets anything else than the format's errors out. */
    @Test
    void shouldReadOrRefuseAPolicyWithAnyWrongBit() {
        String text = "log " + LOG.verifier() + "\nwitness a " + WITNESSES.get(0).verifier() + "\nwitness b "
                + WITNESSES.get(1).verifier() + "\ngroup g 1 a b\nquorum g\n# end\n";
        Bits.flipEach(text.getBytes(UTF_8), wrong -> {
            try {
                LogPolicy.parse(new String(wrong, UTF_8)).isQuorum(Set.of("a"));
            } catch (LogFormatException e) {
                assertThat(e).hasMessageMatching("\\P{Cntrl}+");
            }
        });
    }

    @Test
    void shouldCountADeepQuorum() {
        StringBuilder text = new StringBuilder("log LOG\nwitness g0 W0\n");
        int depth = 50_000;
        for (int i = 1; i <= depth; i++) {
            text.append("group g" + i + " 1 g" + (i - 1) + "\n");
        }
        LogPolicy policy = policy(text + "quorum g" + depth + "\n");

        assertThat(policy.isQuorum(Set.of("g0"))).isTrue();
        assertThat(policy.isQuorum(Set.of())).isFalse();
    }

    private static void group(
            String name, StringBuilder text, List<String> free, List<Predicate<Set<String>>> meaning,
            SplittableRandom random) {
        int size = random.nextInt(free.size()) + 1;
        int threshold = random.nextInt(size) + 1;
        List<Predicate<Set<String>>> members = new ArrayList<>();
        text.append("group ").append(name).append(' ').append(
                threshold == size && random.nextBoolean() ? "all" : threshold == 1 ? "any" : String.valueOf(threshold));
        for (int i = 0; i < size; i++) {
            int member = random.nextInt(free.size());
            text.append(' ').append(free.remove(member));
            members.add(meaning.remove(member));
        }
        text.append('\n');
        free.add(name);
        meaning.add(seen -> members.stream().filter(member -> member.test(seen)).count() >= threshold);
    }

    private static Note note(SigningKey log, int... witnesses) {
        List<NoteSignature> lines = new ArrayList<>(List.of(log.sign(CHECKPOINT.text())));
        for (int i : witnesses) {
            lines.add(WITNESSES.get(i).cosign(CHECKPOINT, 1_793_000_000L + i));
        }
        return new Note(CHECKPOINT.text(), lines);
    }

    private static LogPolicy policy(String text) {
        String[] words = text.split("(?<=[\\s])|(?=[\\s])");
        for (int i = 0; i < words.length; i++) {
            words[i] = switch (words[i]) {
                case "LOG" -> i == 0 ? "LOG" : LOG.verifier().toString();
                case "NEXT" -> NEXT.verifier().toString();
                default -> words[i].matches("W[0-7]")
                        ? WITNESSES.get(words[i].charAt(1) - '0').verifier().toString()
                        : words[i];
            };
        }
        return LogPolicy.parse(String.join("", words));
    }
}
