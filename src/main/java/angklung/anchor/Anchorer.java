package angklung.anchor;

import angklung.avro.AnchorKind;
import angklung.avro.ChainAnchor;
import angklung.config.Failure;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a contract into a state and waits until the chain will not take it back.
 *
 * <p>What the contract holds decides, never what was sent: the contract is asked first, so a second attempt does no
 * harm, and after every reorganisation the same question finds out what is to be sent again. One account sends one
 * transaction at a time, always with the number of its transactions in blocks as nonce: that fills gaps, replaces what
 * waits too long, and never lets two of them through. What is sent is written down first.
 */
public final class Anchorer {
    private static final Logger LOG = LoggerFactory.getLogger(Anchorer.class);

    /** The contract refuses for good: a race with another block is over after one round. */
    private static final int MOST_REFUSALS = 3;

    private final Chain chain;
    private final Signer signer;
    private final AnchorJournal journal;
    private final AnchorOptions options;
    private final Clock clock;
    private final Runnable pause;

    /** @param pause between two looks at the chain */
    public Anchorer(
            Chain chain, Signer signer, AnchorJournal journal, AnchorOptions options, Clock clock, Runnable pause) {
        this.chain = chain;
        this.signer = signer;
        this.journal = journal;
        this.options = options;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Reaches a goal.
     *
     * @return the final record, which is in the journal
     * @throws Failure if the chain is another one, contradicts the goal, refuses, or takes too long; in the last case
     *     the next call goes on where this one stands
     */
    public ChainAnchor reach(Goal goal) {
        requireChain();
        String key = options.chainId() + "/" + goal.contract() + "/" + goal.size();
        Sending sending = new Sending(goal, key);
        for (int round = 0; round < options.rounds(); round++) {
            if (goal.isReached(options.finality().tag(chain))) {
                return record(goal, key);
            }
            if (!goal.isReached(BlockTag.LATEST)) {
                sending.push();
            }
            pause.run();
        }
        throw Failure.notReady("The " + goal.subject() + " of size " + goal.size() + " is not final on chain "
                + options.chainId() + " yet" + sending.obstacle() + "; run the command again, it goes on from here");
    }

    private void requireChain() {
        long found = chain.id();
        if (found != options.chainId()) {
            throw Failure.usage("The node is of chain " + found + ", and chain.id is " + options.chainId());
        }
    }

    /** The transaction need not be ours: whoever records the same has done the work. */
    private ChainAnchor record(Goal goal, String key) {
        for (String transaction : chain.announced(goal.contract(), goal.announcement(), 0)) {
            Optional<Receipt> receipt = chain.receipt(transaction);
            Optional<Receipt.Event> event = receipt.stream().flatMap(found -> found.events().stream())
                    .filter(goal::isAnnouncedBy)
                    .findFirst();
            if (event.isPresent()) {
                return finished(goal, key, receipt.get(), event.get());
            }
        }
        throw Failure.notReady("The node says that " + goal.contract() + " holds the " + goal.subject() + " of size "
                + goal.size() + ", and does not find its event; does it keep the events of all blocks?");
    }

    private ChainAnchor finished(Goal goal, String key, Receipt receipt, Receipt.Event event) {
        Optional<ChainAnchor> written = journal.last(key)
                .filter(last -> last.getKind() == AnchorKind.FINAL)
                .filter(last -> receipt.blockHash().equals(last.getBlockHash()));
        if (written.isPresent()) {
            return written.get();
        }
        long nonce = chain.transaction(receipt.transaction())
                .orElseThrow(() -> Failure.notReady("The node does not find the transaction " + receipt.transaction()))
                .nonce();
        ChainAnchor anchor = anchor(goal, AnchorKind.FINAL, receipt.transaction(), nonce)
                .setBlockNumber(receipt.blockNumber())
                .setBlockHash(receipt.blockHash())
                .setLogIndex(event.index())
                .build();
        journal.write(key, anchor);
        return anchor;
    }

    private ChainAnchor.Builder anchor(Goal goal, AnchorKind kind, String transaction, long nonce) {
        return ChainAnchor.newBuilder()
                .setChainId(options.chainId())
                .setContract(goal.contract().toString())
                .setKind(kind)
                .setSubject(goal.subject())
                .setSize(goal.size())
                .setRoot(ByteBuffer.wrap(goal.root().toBytes()))
                .setTransaction(transaction)
                .setNonce(nonce)
                .setRecordedAt(clock.instant());
    }

    /** The one transaction that waits, if there is one, and what stands in its way. */
    private final class Sending {
        private final Goal goal;
        private final String key;
        private Fees refused; // offered for a nonce, and not taken by the node
        private int waited;
        private int refusals;
        private String obstacle = "";

        private Sending(Goal goal, String key) {
            this.goal = goal;
            this.key = key;
        }

        private String obstacle() {
            return obstacle;
        }

        private void push() {
            waited++;
            long nonce = chain.nonce(signer.address(), BlockTag.LATEST);
            Optional<Fees> offered = journal.last(key)
                    .filter(last -> last.getKind() == AnchorKind.SENT && last.getNonce() == nonce)
                    .flatMap(last -> chain.transaction(last.getTransaction()))
                    .map(Chain.Known::fees);
            Block newest = chain.block(BlockTag.LATEST);
            boolean tooLow = offered.isPresent() && offered.get().highest().compareTo(newest.baseFee()) < 0;
            if (offered.isPresent() && !tooLow && waited < options.roundsToReplacement()) {
                return; // it only has to wait
            }
            Optional<Fees> least = offered.or(() -> Optional.ofNullable(refused)).map(Fees::raised);
            Fees usual = Fees.of(newest.baseFee(), chain.tip()).atMost(options.highestFee());
            Fees fees = least.map(usual::atLeast).orElse(usual);
            boolean dear = fees.highest().compareTo(options.highestFee()) > 0
                    || fees.highest().compareTo(newest.baseFee()) <= 0;
            if (dear) {
                obstacle = ": a gas costs " + newest.baseFee() + " wei, and no more than " + options.highestFee()
                        + " may be offered for it";
                return;
            }
            send(nonce, fees);
        }

        private void send(long nonce, Fees fees) {
            Optional<Transaction> transaction = transaction(nonce, fees);
            if (transaction.isEmpty()) {
                return;
            }
            SignedTransaction signed = signer.sign(transaction.get());
            journal.write(key, anchor(goal, AnchorKind.SENT, signed.hash(), nonce).build());
            try {
                chain.send(signed);
                LOG.info("Sent {} of size {} to {}: transaction {} with nonce {}",
                        goal.subject(), goal.size(), goal.contract(), signed.hash(), nonce);
                refused = null;
                obstacle = "";
            } catch (RpcException e) { // most often another one of this nonce waits and offers as much
                LOG.info("The node does not take the transaction {}: {}", signed.hash(), e.getMessage());
                refused = fees;
                obstacle = ": the node does not take the transaction: " + e.getMessage();
            }
            waited = 0;
        }

        private Optional<Transaction> transaction(long nonce, Fees fees) {
            Bytes call = goal.call();
            try {
                long gas = chain.gas(signer.address(), Optional.of(goal.contract()), call);
                refusals = 0;
                return Optional.of(new Transaction(options.chainId(), nonce, fees.tip(), fees.highest(),
                        gas + gas / 4, Optional.of(goal.contract()), call)); // a quarter more, if the state moves
            } catch (RpcException e) {
                refusals++;
                if (refusals == MOST_REFUSALS) {
                    throw Failure.verification("The contract " + goal.contract() + " refuses the " + goal.subject()
                            + " of size " + goal.size() + ": " + goal.complaint(e) + "; nothing was sent");
                }
                return Optional.empty();
            }
        }
    }
}
