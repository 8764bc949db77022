package angklung.anchor;

import angklung.avro.ChainAnchor;
import angklung.avro.NotaryCommand;
import angklung.avro.NotaryCommandKind;
import angklung.client.Clients;
import angklung.config.Failure;
import angklung.keys.NotaryControl;
import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.InclusionProof;
import angklung.topic.Topics;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Brings a distribution from the ledger to the contract: an entry of the log announces it, a checkpoint that covers the
 * entry is published and recorded on the chain, the distributor takes root and money. Every step looks first whether it
 * is done, so whoever is stopped starts again.
 */
public final class DistributionPublisher {
    private final ChainLink link;
    private final Anchorer anchorer;
    private final Supplier<Optional<WitnessedLog>> log;
    private final Clients clients;
    private final Topics topics;
    private final Waiting waiting;
    private final Clock clock;
    private final RoyaltyDistributor distributor;
    private final Erc20 token;

    /** @param log what is published now */
    public DistributionPublisher(
            ChainLink link, Anchorer anchorer, Supplier<Optional<WitnessedLog>> log, Clients clients, Topics topics,
            Waiting waiting, Clock clock) {
        this.link = link;
        this.anchorer = anchorer;
        this.log = log;
        this.clients = clients;
        this.topics = topics;
        this.waiting = waiting;
        this.clock = clock;
        this.distributor = link.distributor();
        this.token = distributor.token();
    }

    /**
     * Publishes.
     *
     * @return the final record of the distributor's transaction
     * @throws Failure if the distributor could not or must not take it, or a step takes too long
     */
    public ChainAnchor publish(Distribution distribution) {
        requireTrust();
        boolean there = isPublished(distribution);
        if (!there) {
            requireNext(distribution);
            requireNobodyLoses(distribution);
            requireMoney(distribution);
        }
        long entry = there ? distributor.entryOf(distribution).orElseThrow() : entry(distribution);
        InclusionProof proof = proof(distribution, entry);
        if (!there) {
            BigInteger added = distribution.total().subtract(distributor.funded());
            anchorer.reach(new ApprovalGoal(
                    token, link.account(), distributor, distribution, proof.size(), added));
        }
        return anchorer.reach(new DistributionGoal(distributor, distribution, proof));
    }

    private boolean isPublished(Distribution distribution) {
        Bytes root = distribution.tree().root();
        return newest().filter(found -> found.period() == distribution.period() && found.root().equals(root))
                .isPresent();
    }

    private Optional<RoyaltyDistributor.Root> newest() {
        return distributor.pending(BlockTag.LATEST).or(() -> distributor.active(BlockTag.LATEST));
    }

    /** A distributor of another log's witness would refuse the proof after everything was paid for. */
    private void requireTrust() {
        Address trusted = distributor.witness();
        Address ours = link.witness().address();
        if (!trusted.equals(ours)) {
            throw Failure.usage("The distributor " + distributor.address() + " trusts the witness " + trusted
                    + ", and chain.witness is " + ours);
        }
        if (!distributor.mayPublish(link.account())) {
            throw Failure.usage("The account " + link.account() + " has not the role PUBLISHER_ROLE of the distributor "
                    + distributor.address());
        }
    }

    private void requireNext(Distribution distribution) {
        Optional<RoyaltyDistributor.Root> pending = distributor.pending(BlockTag.LATEST);
        if (pending.isPresent()) {
            throw Failure.notReady("The distributor has the root of " + pending.get().month() + " that becomes active at "
                    + Instant.ofEpochSecond(pending.get().activeAt()) + "; wait for it, or let the guardian disable it"
                    + " if it is wrong");
        }
        Optional<RoyaltyDistributor.Root> active = distributor.active(BlockTag.LATEST);
        if (active.isPresent() && active.get().period() >= distribution.period()) {
            throw Failure.input("The distributor has an active root of " + active.get().month()
                    + (active.get().period() == distribution.period() ? " with other amounts or addresses" : "")
                    + "; one of " + distribution.month() + " can no longer be published. Amounts are cumulative: what is"
                    + " missing goes with a later month");
        }
        if (distributor.isDisabled(distribution.period(), distribution.tree().root())) {
            throw Failure.input("The guardian has disabled exactly this root of " + distribution.month()
                    + "; correct what was wrong with it first, most likely in the file of addresses");
        }
    }

    /** A lower amount would lock a payee out, and a payee who is left out would be paid twice elsewhere. */
    private void requireNobodyLoses(Distribution distribution) {
        Map<Address, Payee> payees = distribution.payees().stream()
                .collect(Collectors.toMap(Payee::account, payee -> payee));
        for (Address claimant : distributor.claimants()) {
            BigInteger claimed = distributor.claimed(claimant);
            Payee payee = payees.get(claimant);
            if (payee == null) {
                throw Failure.input("The account " + claimant + " was paid " + claimed + " units on the chain and is no"
                        + " longer in the file of addresses; put its line back, or these units would be paid a second"
                        + " time");
            }
            if (payee.cumulative().compareTo(claimed) < 0) {
                throw Failure.input("The account " + claimant + " was paid " + claimed + " units on the chain, and would"
                        + " now have a cumulative amount of " + payee.cumulative() + "; that never decreases");
            }
        }
        BigInteger funded = distributor.funded();
        if (distribution.total().compareTo(funded) < 0) {
            throw Failure.input("All amounts together are " + distribution.total() + " units, and the distributor was"
                    + " funded with " + funded + " before; a cumulative total never decreases. Is a party missing in"
                    + " the file of addresses?");
        }
    }

    private void requireMoney(Distribution distribution) {
        BigInteger added = distribution.total().subtract(distributor.funded());
        BigInteger has = token.balance(link.account());
        if (has.compareTo(added) < 0) {
            throw Failure.notReady("The account " + link.account() + " has " + has + " units of the token "
                    + token.address() + ", and " + added + " are needed; send it " + added.subtract(has) + " more");
        }
        if (link.chain().coins(link.account()).signum() == 0) {
            throw Failure.notReady("The account " + link.account() + " has nothing to pay gas with");
        }
    }

    /** Index of the entry by which the log announces it. */
    private long entry(Distribution distribution) {
        long first = distributor.nextEntry();
        try (LogLeaves leaves = new LogLeaves(clients, topics, distribution)) {
            OptionalLong there = leaves.from(first);
            if (there.isPresent()) {
                return there.getAsLong();
            }
            announce(distribution, first);
            return waiting.until("the log's entry of the distribution; the notary stage must run", () -> {
                OptionalLong index = leaves.from(first);
                return index.isPresent() ? Optional.of(index.getAsLong()) : Optional.empty();
            });
        }
    }

    /** The same command each time; a second entry only if the first one was used up. */
    private void announce(Distribution distribution, long first) {
        String id = "distribution " + link.chainId() + " " + distributor.address() + " " + distribution.month() + " "
                + distribution.tree().root() + " from " + first;
        NotaryControl control = new NotaryControl(clients, topics);
        if (control.commands().stream().noneMatch(command -> command.getCommandId().equals(id))) {
            NotaryCommand command = new NotaryCommand();
            command.setCommandId(id);
            command.setKind(NotaryCommandKind.DISTRIBUTION);
            command.setFacts(distribution.facts().toString());
            command.setPeriod(distribution.month());
            command.setRecordedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
            control.send(command);
        }
    }

    /** Of the entry in a checkpoint that is final on the chain. */
    private InclusionProof proof(Distribution distribution, long entry) {
        WitnessedLog published = waiting.until(
                "a published checkpoint of more than " + entry + " leaves; 'angklung notary publish' must run",
                () -> log.get().filter(found -> found.checkpoint().size() > entry));
        CheckpointWitness witness = link.witness();
        Checkpoint recorded = witness.covering(published.checkpoint().origin(), entry)
                .orElse(published.checkpoint());
        WitnessedLog covering = waiting.until(
                "the published checkpoint of " + recorded.size() + " leaves that the chain has already",
                () -> log.get().filter(found -> found.checkpoint().size() >= recorded.size()));
        Hash ours = covering.prover().root(recorded.size());
        if (!ours.equals(recorded.root())) {
            throw Failure.verification("ALARM: the contract " + witness.address() + " holds the root "
                    + recorded.root() + " for size " + recorded.size() + ", the log has " + ours
                    + "; one of the two was forged, keep both");
        }
        InclusionProof proof = covering.prover().inclusion(entry, recorded.size());
        if (!proof.proves(Hash.leaf(LogLeaves.leaf(distribution, entry)), recorded.root())) {
            throw Failure.verification("The published log has something else at index " + entry + " than the entry of"
                    + " the distribution; 'angklung notary fsck' tells more");
        }
        anchorer.reach(new CheckpointGoal(witness, recorded, covering.prover()));
        return proof;
    }
}
