package angklung.pool;

import static angklung.pool.PoolInputs.policy;
import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PolicyHolder;
import angklung.avro.RightType;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.stage.AgreedPolicies;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolicyRulesTest {
    private static final OfferingKey PREMIUM = new OfferingKey("acme", "US", "premium");
    private static final Period MAY = Period.parse("2026-05");

    @Test
    void shouldAskSocietiesFirstThenTheRightThenTheLatest() {
        List<AuthorshipPolicy> policies = new ArrayList<>(List.of(
                policy("SOCIETY/KOMCA", AuthorshipEffect.HOLD).setRightType(RightType.MECHANICAL).build(),
                policy("SOCIETY/KOMCA", AuthorshipEffect.TAG).setValidFrom(day("2026-05-20")).build(),
                policy("SOCIETY/WAMI", AuthorshipEffect.TAG).setValidFrom(day("2026-05-20")).build(),
                policy("SOCIETY/KOMCA", AuthorshipEffect.EXCLUDE).build(),
                policy("TERRITORY/US", AuthorshipEffect.HOLD).setRightType(RightType.MECHANICAL).build(),
                policy("TERRITORY/US", AuthorshipEffect.EXCLUDE).setValidFrom(day("2026-01-01")).build(),
                policy("TERRITORY/US", AuthorshipEffect.HOLD).setAuthorship(Authorship.AI_ASSISTED).build(),
                policy("TERRITORY/US", AuthorshipEffect.TAG).build()));
        List<AuthorshipPolicy> inOrder = List.copyOf(policies);

        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(policies, new Random(seed));
            assertThat(applied(policies).inOrder()).isEqualTo(inOrder);
        }
    }

    @Test
    void shouldLeaveOutWhatCannotApply() {
        assertThat(applied(List.of(
                        policy("TERRITORY/KR", AuthorshipEffect.HOLD).build(),
                        policy("TERRITORY/US", AuthorshipEffect.HOLD).setRightType(RightType.RECORDING).build(),
                        policy("TERRITORY/US", AuthorshipEffect.HOLD).setValidFrom(day("2026-06-01")).build(),
                        policy("TERRITORY/US", AuthorshipEffect.HOLD).setValidTo(day("2026-05-01")).build(),
                        policy("TERRITORY/US", AuthorshipEffect.HOLD)
                                .setValidFrom(day("2026-05-09")).setValidTo(day("2026-05-09")).build())))
                .isEqualTo(AppliedPolicies.NONE);
        assertThat(applied(List.of(
                        policy("TERRITORY/US", AuthorshipEffect.HOLD).setValidFrom(day("2026-05-31")).build(),
                        policy("TERRITORY/US", AuthorshipEffect.HOLD).setValidTo(day("2026-05-02")).build()))
                .inOrder()).hasSize(2);
    }

    @Test
    void shouldKeepAPolicyThatPaysOnlyBeforeAnother() {
        AuthorshipPolicy komca = policy("SOCIETY/KOMCA", AuthorshipEffect.PAY).build();
        AuthorshipPolicy territory = policy("TERRITORY/US", AuthorshipEffect.PAY).build();

        assertThat(applied(List.of(komca, territory))).isEqualTo(AppliedPolicies.NONE);
        assertKept(true, komca, policy("TERRITORY/US", AuthorshipEffect.HOLD).build());
        assertKept(true, komca, policy("SOCIETY/KOMCA", AuthorshipEffect.HOLD).setValidFrom(day("2024-01-01")).build());
        assertKept(false, komca, policy("SOCIETY/WAMI", AuthorshipEffect.HOLD).setValidFrom(day("2024-01-01")).build());
        assertKept(false, territory, policy("SOCIETY/KOMCA", AuthorshipEffect.HOLD).build());
        assertKept(false, komca, policy("TERRITORY/US", AuthorshipEffect.HOLD)
                .setAuthorship(Authorship.AI_ASSISTED).build());
        // They meet in June only, or before May.
        assertKept(false,
                policy("SOCIETY/KOMCA", AuthorshipEffect.PAY).setValidTo(day("2026-05-15")).build(),
                policy("TERRITORY/US", AuthorshipEffect.HOLD).setValidFrom(day("2026-05-15")).build());
    }

    @Test
    void shouldTakeAnUnknownAuthorshipForUndeclared() {
        assertKept(true,
                policy("SOCIETY/KOMCA", AuthorshipEffect.PAY).setAuthorship(Authorship.UNKNOWN).build(),
                policy("TERRITORY/US", AuthorshipEffect.HOLD).setAuthorship(Authorship.UNDECLARED).build());
    }

    @Test
    void shouldLeaveOutWhatComesBehindThePeriodOnly() {
        AuthorshipPolicy open = policy("TERRITORY/US", AuthorshipEffect.EXCLUDE).build();
        AuthorshipPolicy ended = AuthorshipPolicy.newBuilder(open).setValidTo(day("2026-06-01")).build();
        AuthorshipPolicy shorter = AuthorshipPolicy.newBuilder(open).setValidTo(day("2026-05-31")).build();
        AuthorshipPolicy elsewhere = AuthorshipPolicy.newBuilder(open).setSource("https://example.org").build();

        assertThat(applied(List.of(ended))).isEqualTo(applied(List.of(open)));
        assertThat(applied(List.of(shorter)).inOrder()).containsExactly(shorter);
        assertThat(applied(List.of(shorter)).fingerprint()).isNotEqualTo(applied(List.of(open)).fingerprint());
        assertThat(applied(List.of(elsewhere)).inOrder()).containsExactly(elsewhere);
        assertThat(applied(List.of(elsewhere)).fingerprint()).isEqualTo(applied(List.of(open)).fingerprint());
    }

    /** A plan lists them as those who divide it ask them. */
    @Test
    void shouldHaveTheOrderOfTheRulesThatDivide() {
        Seeds.cases(1_000, random -> {
            List<AuthorshipPolicy> inOrder = applied(policies(random)).inOrder();
            List<AuthorshipPolicy> shuffled = new ArrayList<>(inOrder);
            Collections.shuffle(shuffled, new Random(random.nextLong()));

            assertThat(AgreedPolicies.of(shuffled).policies())
                    .isEqualTo(inOrder.stream().map(AgreedPolicies::of).toList());
        });
    }

    /** Every contribution on every day of the period meets the same effect with the policies left out as with all. */
    @Test
    void shouldLeaveOutNothingThatDecides() {
        Seeds.cases(3_000, random -> {
            List<AuthorshipPolicy> known = policies(random);
            AppliedPolicies applied = applied(known);
            List<AuthorshipPolicy> shuffled = new ArrayList<>(known);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            assertThat(applied(shuffled)).isEqualTo(applied);
            for (LocalDate day = MAY.firstDay(); !day.isAfter(MAY.lastDay()); day = day.plusDays(1)) {
                for (String registrant : List.of("A", "B", "C")) {
                    for (Authorship authorship : List.of(Authorship.AI_ASSISTED, Authorship.AI_GENERATED)) {
                        assertThat(first(applied.inOrder(), registrant, authorship, day))
                                .isEqualTo(decided(known, registrant, authorship, day));
                    }
                }
            }
        });
    }

    private static List<AuthorshipPolicy> policies(SplittableRandom random) {
        List<AuthorshipPolicy> policies = new ArrayList<>();
        for (int left = random.nextInt(1, 9); left > 0; left--) {
            boolean society = random.nextBoolean();
            AuthorshipPolicy.Builder policy = policy(
                            (society ? "SOCIETY/" : "TERRITORY/")
                                    + (society ? "AB".charAt(random.nextInt(2)) : random.nextInt(4) == 0 ? "KR" : "US"),
                            AuthorshipEffect.values()[random.nextInt(1, 5)])
                    .setAuthorship(random.nextBoolean() ? Authorship.AI_ASSISTED : Authorship.AI_GENERATED)
                    .setRightType(random.nextInt(3) == 0
                            ? random.nextBoolean() ? RightType.MECHANICAL : RightType.RECORDING
                            : null)
                    .setValidFrom(day("2026-04-20").plusDays(random.nextInt(50)));
            if (random.nextBoolean()) {
                policy.setValidTo(policy.getValidFrom().plusDays(random.nextInt(40)));
            }
            AuthorshipPolicy one = policy.build();
            if (policies.stream().noneMatch(other -> sameIdentity(other, one))) {
                policies.add(one);
            }
        }
        return policies;
    }

    private static boolean sameIdentity(AuthorshipPolicy a, AuthorshipPolicy b) {
        return a.getHolderKind() == b.getHolderKind()
                && a.getHolder().equals(b.getHolder())
                && a.getRightType() == b.getRightType()
                && a.getAuthorship() == b.getAuthorship()
                && a.getValidFrom().equals(b.getValidFrom());
    }

    /** Of the policies in their order the first that applies. */
    private static AuthorshipEffect first(
            List<AuthorshipPolicy> inOrder, String registrant, Authorship authorship, LocalDate day) {
        return inOrder.stream()
                .filter(policy -> policy.getAuthorship() == authorship && on(policy, day))
                .filter(policy -> policy.getHolderKind() == PolicyHolder.TERRITORY
                        || policy.getHolder().equals(registrant))
                .map(AuthorshipPolicy::getEffect)
                .findFirst()
                .orElse(AuthorshipEffect.PAY);
    }

    /** The same said the other way round: the best of all that apply, by the words of the schema. */
    private static AuthorshipEffect decided(
            List<AuthorshipPolicy> known, String registrant, Authorship authorship, LocalDate day) {
        AuthorshipPolicy best = null;
        for (AuthorshipPolicy policy : known) {
            boolean applies = policy.getAuthorship() == authorship
                    && on(policy, day)
                    && (policy.getRightType() == null || policy.getRightType() == RightType.MECHANICAL)
                    && Objects.equals(
                            policy.getHolder(),
                            policy.getHolderKind() == PolicyHolder.SOCIETY ? registrant : "US");
            if (applies && (best == null || rank(policy).compareTo(rank(best)) > 0)) {
                best = policy;
            }
        }
        return best == null ? AuthorshipEffect.PAY : best.getEffect();
    }

    private static String rank(AuthorshipPolicy policy) {
        return (policy.getHolderKind() == PolicyHolder.SOCIETY ? "1" : "0")
                + (policy.getRightType() == null ? "0" : "1") + policy.getValidFrom();
    }

    private static boolean on(AuthorshipPolicy policy, LocalDate day) {
        return !day.isBefore(policy.getValidFrom())
                && (policy.getValidTo() == null || day.isBefore(policy.getValidTo()));
    }

    private static void assertKept(boolean kept, AuthorshipPolicy pays, AuthorshipPolicy other) {
        assertThat(applied(List.of(pays, other)).inOrder().contains(pays)).isEqualTo(kept);
        assertThat(applied(List.of(pays, other)).inOrder()).contains(other);
    }

    private static AppliedPolicies applied(List<AuthorshipPolicy> known) {
        return PolicyRules.applied(known, PREMIUM, "MECHANICAL", MAY);
    }

    private static LocalDate day(String date) {
        return LocalDate.parse(date);
    }
}
