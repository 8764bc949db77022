package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.log.CanonicalJson;
import angklung.log.ConsistencyProof;
import angklung.log.InclusionProof;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract RoyaltyDistributor, with the log's witness before it, on a real machine of Ethereum. */
@Tag("chain")
class RoyaltyDistributorIT {
    private static final Duration DELAY = Duration.ofDays(3);
    private static final long RICH = 1_000_000_000;
    private static LocalChain local;

    private final Random random = new Random(5);
    private final ChainKey admin = local.account();
    private final ChainKey anchorer = local.account();
    private final ChainKey publisher = local.account();
    private final ChainKey guardian = local.account();
    private final ChainKey stranger = local.account();
    private final List<ChainKey> accounts = IntStream.range(0, 5).mapToObj(i -> local.account()).toList();
    private final MemoryTree log = MemoryTree.of("statement ", 11);
    private TestToken token;
    private CheckpointWitness witness;
    private RoyaltyDistributor distributor;

    @BeforeAll
    static void start() throws IOException {
        local = LocalChain.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        local.gasTable().forEach(System.out::println);
        local.close();
    }

    @BeforeEach
    void deploy() {
        token = new TestToken(local);
        witness = new CheckpointWitness(local.chain(), local.deploy("CheckpointWitness", admin,
                CheckpointWitness.creation("log.example.org", admin.address(), anchorer.address())));
        distributor = deployDistributor();
        token.mint(publisher.address(), RICH);
    }

    @Test
    void shouldPayTwoPeriodsToTheLastUnit() {
        Distribution october = distribution(202610, 1_001, 7, 999_999, 12, 1);
        publish(october);
        pass();
        october.payees().subList(0, 3).forEach(payee -> claim(october, payee));

        Distribution november = distribution(202611, 1_001, 20, 1_999_999, 13, 500);
        publish(november);
        assertThat(refused(stranger, claimCall(november, november.payees().get(1)))).startsWith("InvalidProof");
        claim(october, october.payees().get(3)); // the root before stays claimable while the new one is pending
        pass();
        assertThat(refused(stranger, claimCall(november, november.payees().get(0)))).startsWith("NothingToClaim");
        november.payees().subList(1, 5).forEach(payee -> claim(november, payee));

        assertThat(distributor.funded()).isEqualTo(2_001_533).isEqualTo(distributor.claimed());
        assertThat(token.balance(distributor.address())).isZero();
        assertThat(token.balance(publisher.address())).isEqualTo(RICH - 2_001_533);
        for (Payee payee : november.payees()) {
            assertThat(token.balance(payee.account())).isEqualTo(payee.cumulative().longValueExact());
            assertThat(distributor.claimed(payee.account())).isEqualTo(payee.cumulative());
        }
    }

    @Test
    void shouldPayASmallerCorrectionAfterADisabledRoot() {
        Distribution october = distribution(202610, 100, 100, 100, 100, 100);
        publish(october);
        pass();
        claim(october, october.payees().get(0));
        Distribution wrong = distribution(202611, 5_000, 200, 200, 200, 200);
        InclusionProof wrongEntry = publish(wrong);

        local.send("disable", guardian, distributor.address(), RoyaltyDistributor.disable(202611));

        assertThat(distributor.funded()).isEqualTo(500);
        assertThat(token.balance(publisher.address())).isEqualTo(RICH - 500);
        assertThat(distributor.activePeriod()).isEqualTo(202610);
        claim(october, october.payees().get(1));
        assertThat(refused(publisher, RoyaltyDistributor.publish(wrong, wrongEntry))).startsWith("StaleEntry");

        Distribution right = distribution(202611, 150, 200, 200, 200, 200);
        publish(right);
        pass();
        right.payees().forEach(payee -> claim(right, payee));
        assertThat(distributor.funded()).isEqualTo(950).isEqualTo(distributor.claimed());
        assertThat(token.balance(distributor.address())).isZero();
    }

    @Test
    void shouldCreditAFrozenFunder() {
        Distribution wrong = distribution(202610, 700, 1, 1, 1, 1);
        publish(wrong);
        token.freeze(publisher.address(), true);

        local.send("disable, funder frozen", guardian, distributor.address(), RoyaltyDistributor.disable(202610));

        assertThat(distributor.funded()).isZero();
        assertThat(distributor.credit(publisher.address())).isEqualTo(704);
        assertThat(refused(stranger, RoyaltyDistributor.withdraw(stranger.address()))).startsWith("NothingToClaim");
        token.freeze(publisher.address(), false);
        local.send("withdraw", publisher, distributor.address(), RoyaltyDistributor.withdraw(publisher.address()));
        assertThat(token.balance(publisher.address())).isEqualTo(RICH);
        assertThat(token.balance(distributor.address())).isZero();
        assertThat(distributor.credit(publisher.address())).isZero();

        Distribution right = distribution(202610, 3, 1, 1, 1, 1);
        publish(right);
        pass();
        right.payees().forEach(payee -> claim(right, payee));
        assertThat(token.balance(distributor.address())).isZero();
    }

    @Test
    void shouldKeepACreditApartFromWhatPayeesGet() {
        Distribution october = distribution(202610, 10, 10, 10, 10, 10);
        publish(october);
        pass();
        publish(distribution(202611, 900, 10, 10, 10, 10));
        token.freeze(publisher.address(), true);
        local.send("disable, funder frozen", guardian, distributor.address(), RoyaltyDistributor.disable(202611));
        token.freeze(publisher.address(), false);

        local.send("withdraw", publisher, distributor.address(), RoyaltyDistributor.withdraw(stranger.address()));

        assertThat(token.balance(stranger.address())).isEqualTo(890);
        october.payees().forEach(payee -> claim(october, payee));
        assertThat(token.balance(distributor.address())).isZero();
    }

    @Test
    void shouldRefuseWrongClaims() {
        Distribution october = distribution(202610, 50, 60, 70, 80, 90);
        Payee first = october.payees().get(0);
        publish(october);
        assertThat(refused(stranger, claimCall(october, first))).startsWith("NotActive");
        pass();

        Payee more = new Payee(first.account(), BigInteger.valueOf(51), first.salt());
        Payee salted = new Payee(first.account(), first.cumulative(), salt());
        List<Bytes> proof = october.proof(first);
        assertThat(refused(stranger, RoyaltyDistributor.claim(more, first.account(), proof)))
                .startsWith("InvalidProof");
        assertThat(refused(stranger, RoyaltyDistributor.claim(salted, first.account(), proof)))
                .startsWith("InvalidProof");
        assertThat(refused(stranger, RoyaltyDistributor.claim(first, first.account(), proof.subList(1, proof.size()))))
                .startsWith("InvalidProof");
        assertThat(refused(stranger, RoyaltyDistributor.claim(first, stranger.address(), proof)))
                .startsWith("NotAccount");

        local.send("claim to another address", accounts.get(0), distributor.address(),
                RoyaltyDistributor.claim(first, stranger.address(), proof));
        assertThat(token.balance(stranger.address())).isEqualTo(50);
        assertThat(refused(stranger, claimCall(october, first))).startsWith("NothingToClaim");

        publish(distribution(202611, 55, 60, 70, 80, 90));
        pass();
        assertThat(refused(stranger, claimCall(october, october.payees().get(1)))).startsWith("InvalidProof");
    }

    @Test
    void shouldRefuseWrongRoots() {
        Distribution october = distribution(202610, 50, 60, 70, 80, 90);
        InclusionProof proof = prove(october);
        Distribution other = distribution(202610, 50, 60, 70, 80, 91);
        assertThat(refused(publisher, RoyaltyDistributor.publish(other, proof))).startsWith("InvalidProof");
        assertThat(refused(stranger, RoyaltyDistributor.publish(october, proof)))
                .startsWith("AccessControlUnauthorizedAccount");
        InclusionProof unanchored = new InclusionProof(proof.index(), proof.size() + 1, proof.path());
        assertThat(refused(publisher, RoyaltyDistributor.publish(october, unanchored))).startsWith("InvalidProof");
        publish(october, proof);

        Distribution early = distribution(202611, 51, 60, 70, 80, 90);
        assertThat(refused(publisher, RoyaltyDistributor.publish(early, prove(early)))).startsWith("NotActive");
        assertThat(refused(stranger, RoyaltyDistributor.disable(202610)))
                .startsWith("AccessControlUnauthorizedAccount");
        assertThat(refused(guardian, RoyaltyDistributor.disable(202611))).startsWith("BadPeriod");
        pass();
        assertThat(refused(guardian, RoyaltyDistributor.disable(202610))).startsWith("AlreadyActive");
        Distribution again = distribution(202610, 51, 60, 70, 80, 90);
        assertThat(refused(publisher, RoyaltyDistributor.publish(again, prove(again)))).startsWith("BadPeriod");
        Distribution less = distribution(202611, 49, 60, 70, 80, 90);
        assertThat(refused(publisher, RoyaltyDistributor.publish(less, prove(less)))).startsWith("TotalDecreased");
        Distribution poor = distribution(202611, 50, 60, 70, 80, 2 * RICH);
        assertThat(local.refused(publisher, distributor.address(), RoyaltyDistributor.publish(poor, prove(poor))))
                .hasMessageContaining("eth_call");
    }

    @Test
    void shouldRefuseATokenThatTakesAFee() {
        token.setFee(1);
        Distribution october = distribution(202610, 50, 60, 70, 80, 90);
        assertThat(refused(publisher, RoyaltyDistributor.publish(october, prove(october))))
                .isEqualTo("NotFunded[350, 349]");
    }

    @Test
    void shouldRefuseTheLeavesOfAnotherDistributor() {
        Distribution here = distribution(202610, 50, 60, 70, 80, 90);
        InclusionProof entry = publish(here);
        pass();
        RoyaltyDistributor there = deployDistributor();

        assertThat(there.logEntry(here, 0)).isNotEqualTo(distributor.logEntry(here, 0));
        assertThat(refusedBy(there, publisher, RoyaltyDistributor.publish(here, entry))).startsWith("InvalidProof");
        distributor = there; // a root of its own that reads the same
        Distribution same = new Distribution(local.chain().id(), there.address(), 202610, here.payees());
        publish(same);
        pass();
        assertThat(refused(stranger, claimCall(here, here.payees().get(0)))).startsWith("InvalidProof");
        claim(same, here.payees().get(0));
    }

    @Test
    void shouldKeepPublisherAndGuardianApart() {
        Bytes same = RoyaltyDistributor.creation(token.address(), witness.address(),
                new RoyaltyDistributor.Roles(admin.address(), publisher.address(), publisher.address()),
                DELAY.toSeconds());
        assertThatThrownBy(() -> local.deploy("RoyaltyDistributor", admin, same))
                .isInstanceOfSatisfying(RpcException.class, e ->
                        assertThat(RoyaltyDistributor.complaint(e).orElseThrow()).startsWith("SameParty"));
    }

    @Test
    void shouldBuildTheEntryOfTheLogByteForByte() {
        for (int period : new int[] {202601, 202612, 999_912}) {
            Distribution distribution = distribution(period, 50, 60, 70, 80, 90);
            for (long index : new long[] {0, 17, (1L << 53)}) {
                assertThat(distributor.logEntry(distribution, index))
                        .isEqualTo(Bytes.of(entry(distribution, index)));
            }
        }
    }

    @Test
    void shouldPayFromATreeOfManyPayees() {
        List<Payee> payees = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            payees.add(new Payee(Address.of(Arrays.copyOf(salt().toArray(), Address.LENGTH)), BigInteger.ONE, salt()));
        }
        Distribution many = new Distribution(local.chain().id(), distributor.address(), 202610, payees);
        publish(many);
        pass();
        Payee payee = payees.get(random.nextInt(payees.size()));

        local.send("claim, first, of 100,000 payees", stranger, distributor.address(), claimCall(many, payee));

        assertThat(token.balance(payee.account())).isEqualTo(1);
    }

    private RoyaltyDistributor deployDistributor() {
        RoyaltyDistributor.Roles roles =
                new RoyaltyDistributor.Roles(admin.address(), publisher.address(), guardian.address());
        Address address = local.deploy("RoyaltyDistributor", admin, RoyaltyDistributor.creation(
                token.address(), witness.address(), roles, DELAY.toSeconds()));
        token.approve(publisher, address);
        return new RoyaltyDistributor(local.chain(), address);
    }

    /** In the order of the accounts. */
    private Distribution distribution(int period, long... amounts) {
        List<Payee> payees = IntStream.range(0, amounts.length)
                .mapToObj(i -> new Payee(accounts.get(i).address(), BigInteger.valueOf(amounts[i]), salt()))
                .toList();
        return new Distribution(local.chain().id(), distributor.address(), period, payees);
    }

    private Bytes salt() {
        byte[] salt = new byte[Words.LENGTH];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }

    private InclusionProof publish(Distribution distribution) {
        InclusionProof proof = prove(distribution);
        publish(distribution, proof);
        return proof;
    }

    private void publish(Distribution distribution, InclusionProof proof) {
        local.send("publish", publisher, distributor.address(), RoyaltyDistributor.publish(distribution, proof));
    }

    /** Writes the entry into the log, records the checkpoint and proves the entry. */
    private InclusionProof prove(Distribution distribution) {
        long index = log.size();
        log.add(entry(distribution, index));
        List<ConsistencyProof> proof = witness.latest(BlockTag.LATEST).stream()
                .map(latest -> log.prover().consistency(latest.size(), log.size()))
                .toList();
        Bytes call = proof.isEmpty()
                ? CheckpointWitness.anchor(log.size(), log.prover().root(log.size()), List.of())
                : CheckpointWitness.anchor(proof.get(0), log.prover().root(log.size()));
        local.send("anchor", anchorer, witness.address(), call);
        return log.prover().inclusion(index, log.size());
    }

    private static byte[] entry(Distribution distribution, long index) {
        return new CanonicalJson()
                .add("facts", distribution.facts())
                .add("kind", "distribution")
                .add("period", distribution.month())
                .add("seq", index)
                .add("v", 1)
                .toBytes();
    }

    private void pass() {
        local.pass(DELAY.plusSeconds(1));
    }

    private void claim(Distribution distribution, Payee payee) {
        boolean first = distributor.claimed(payee.account()).signum() == 0;
        local.send(first ? "claim, first, of 5 payees" : "claim, later, of 5 payees", stranger, distributor.address(),
                claimCall(distribution, payee));
    }

    private static Bytes claimCall(Distribution distribution, Payee payee) {
        return RoyaltyDistributor.claim(payee, payee.account(), distribution.proof(payee));
    }

    private String refused(Signer sender, Bytes call) {
        return refusedBy(distributor, sender, call);
    }

    private String refusedBy(RoyaltyDistributor contract, Signer sender, Bytes call) {
        return RoyaltyDistributor.complaint(local.refused(sender, contract.address(), call)).orElseThrow();
    }
}
