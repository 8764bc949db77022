package angklung;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows between packages, and who may know Kafka and the clock. */
class ArchitectureTest {
    /** From the top down; a layer may use those below it. */
    private static final List<Set<String>> LAYERS = List.of(
            Set.of("cli"),
            Set.of(
                    "replay", "demo", "bench", "explain", "whatif", "appeal", "catalog", "publish", "witness", "proof",
                    "anchor"),
            Set.of("runtime"),
            Set.of("intake", "rights", "tally", "pool", "settlement", "notary"),
            Set.of("topic", "stage", "client", "ledger", "close", "config", "preset", "screening", "keys", "opening"),
            Set.of("model", "money", "log"));
    private static final Set<String> STAGES = LAYERS.get(3);
    private static final String[] PURE = {
        "angklung.money..", "angklung.model..", "angklung.ledger..", "angklung.screening..", "angklung.log..",
        "angklung.opening.."
    };
    private static final String[] KAFKA = {"org.apache.kafka..", "io.confluent.."};

    /** Methods without an argument that say what time it is. */
    private static final Set<String> NOW = Set.of("now", "currentTimeMillis", "nanoTime", "systemUTC");

    /** This project's own classes: no tests, nothing generated, nothing unpacked from other artifacts. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/angklung/avro/"))
            .importPackages("angklung");

    @Test
    void shouldSeeTheProject() {
        assertThat(CLASSES.size()).isGreaterThan(20);
        assertThat(CLASSES).allSatisfy(type -> assertThat(type.getPackageName()).startsWith("angklung."));
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("angklung.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldHaveOnlyPackagesOfALayer() {
        Set<String> known = new TreeSet<>();
        LAYERS.forEach(known::addAll);

        assertThat(CLASSES).allSatisfy(type -> assertThat(known).contains(top(type)));
    }

    @Test
    void shouldPointFromTheTopDown() {
        for (int layer = 1; layer < LAYERS.size(); layer++) {
            List<String> above = new ArrayList<>();
            LAYERS.subList(0, layer).forEach(above::addAll);
            for (String name : LAYERS.get(layer)) {
                onceThereIs(name, noClasses().that().resideInAPackage(all(name))
                        .should().dependOnClassesThat().resideInAnyPackage(all(above)));
            }
        }
    }

    @Test
    void shouldKeepStagesApart() {
        for (String stage : STAGES) {
            List<String> others = new ArrayList<>(STAGES);
            others.remove(stage);
            onceThereIs(stage, noClasses().that().resideInAPackage(all(stage))
                    .should().dependOnClassesThat().resideInAnyPackage(all(others)));
        }
    }

    @Test
    void shouldGiveStagesArgumentsInsteadOfSettings() {
        noClasses().that().resideInAnyPackage(all(List.copyOf(STAGES)))
                .should().dependOnClassesThat().haveFullyQualifiedName("angklung.config.Settings")
                .check(CLASSES);
    }

    @Test
    void shouldKeepPureClassesFreeOfKafka() {
        noClasses().that(areKept())
                .should().dependOnClassesThat().resideInAnyPackage(KAFKA)
                .because("what money is made of must be testable without a broker")
                .check(CLASSES);
    }

    @Test
    void shouldKeepPureClassesFreeOfClocksAndChance() {
        clockless().check(CLASSES);
    }

    private static ArchRule clockless() {
        DescribedPredicate<JavaAccess<?>> clock = describe("reads a clock", access ->
                NOW.contains(access.getName()) && access.getTargetOwner().getPackageName().startsWith("java."));
        // a SecureRandom that draws the given seed is how the platform is asked for a seed's public key
        DescribedPredicate<JavaClass> derivesKeys =
                describe("Ed25519", type -> type.getName().startsWith("angklung.log.Ed25519"));
        return noClasses().that(areKept().and(not(derivesKeys)))
                .should().dependOnClassesThat().areAssignableTo(Clock.class)
                .orShould().dependOnClassesThat().areAssignableTo(Random.class)
                .orShould().accessTargetWhere(clock)
                .because("a replay at another time must give the same ledger");
    }

    @Test
    void shouldHaveNoFloatsNearMoney() {
        DescribedPredicate<JavaClass> floats = describe("float or double", type ->
                Set.of("float", "double", "java.lang.Float", "java.lang.Double")
                        .contains(type.getBaseComponentType().getName()));
        DescribedPredicate<JavaClass> nearMoney = areKept().or(resideInAnyPackage(all(List.copyOf(STAGES))));
        noFields().that().areDeclaredInClassesThat(nearMoney).should().haveRawType(floats).check(CLASSES);
        noMethods().that().areDeclaredInClassesThat(nearMoney).should().haveRawReturnType(floats).check(CLASSES);
        noMethods().that().areDeclaredInClassesThat(nearMoney)
                .should().haveRawParameterTypes(describe("any float or double", types ->
                        types.stream().anyMatch(floats)))
                .check(CLASSES);
    }

    @Test
    void shouldTouchConfluentInOnePackage() {
        noClasses().that().resideOutsideOfPackage("angklung.topic")
                .should().dependOnClassesThat().resideInAPackage("io.confluent..")
                .because("its classes reach the class path by unpacking")
                .check(CLASSES);
    }

    @Test
    void shouldNoticeAClock() {
        JavaClasses bad = new ClassFileImporter().importClasses(TimeRules.class);

        assertThatThrownBy(() -> clockless().check(bad)).hasMessageContaining("currentTimeMillis");
    }

    /** What the rule above must find. */
    static final class TimeRules {
        long decide() {
            return System.currentTimeMillis();
        }
    }

    /** Pure packages, and pure rules wherever they are. */
    private static DescribedPredicate<JavaClass> areKept() {
        return resideInAnyPackage(PURE)
                .or(describe("rules", type -> type.getSimpleName().endsWith("Rules")))
                .or(describe("the period state machine", type -> type.getSimpleName().equals("PeriodClose")))
                .as("money, model, ledger, screening, log, opening, all rules and the period state machine");
    }

    /** A rule about a package that is not there yet passes; once it is there it must not be empty. */
    private static void onceThereIs(String name, ArchRule rule) {
        boolean there = CLASSES.stream().anyMatch(type -> top(type).equals(name));
        rule.allowEmptyShould(!there).check(CLASSES);
    }

    private static String top(JavaClass type) {
        return type.getPackageName().split("\\.")[1];
    }

    private static String all(String name) {
        return "angklung." + name + "..";
    }

    private static String[] all(List<String> names) {
        return names.stream().map(ArchitectureTest::all).toArray(String[]::new);
    }
}
