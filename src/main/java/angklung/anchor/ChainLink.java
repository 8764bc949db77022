package angklung.anchor;

import angklung.config.ChainSettings;
import angklung.config.Failure;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;

/** The chain that is configured, its contracts, and who signs. */
public final class ChainLink {
    private static final Duration ANSWER = Duration.ofSeconds(20);

    /** A hardware key or a person may have to agree. */
    private static final Duration SIGNATURE = Duration.ofMinutes(2);

    private static final BigInteger GWEI = BigInteger.TEN.pow(9);

    private final ChainSettings settings;
    private final Chain chain;
    private final Signer signer;

    private ChainLink(ChainSettings settings, Chain chain, Signer signer) {
        this.settings = settings;
        this.chain = chain;
        this.signer = signer;
    }

    /**
     * Asks the node which chain it is of, and reads the key.
     *
     * @throws Failure if no chain is configured, the node is of another one, or it is not clear who signs
     */
    public static ChainLink open(ChainSettings settings) {
        settings.require();
        Signer signer = signer(settings);
        return new ChainLink(settings, chain(settings), signer);
    }

    /**
     * As {@link #open} for one who only reads: no key is needed.
     *
     * @throws Failure if no chain is configured, or the node is of another one
     */
    public static RoyaltyDistributor readDistributor(ChainSettings settings) {
        if (!settings.isUsed()) {
            settings.require(); // says so
        }
        return new RoyaltyDistributor(chain(settings), distributorAddress(settings));
    }

    private static Chain chain(ChainSettings settings) {
        Chain chain = new Chain(new JsonRpc(settings.rpc().orElseThrow(), ANSWER));
        long found = chain.id();
        if (found != settings.id()) {
            throw Failure.usage("The node is of chain " + found + ", and chain.id is " + settings.id());
        }
        return chain;
    }

    private static Signer signer(ChainSettings settings) {
        return settings.key().<Signer>map(ChainKey::read).orElseGet(() -> new RemoteSigner(
                new JsonRpc(settings.signer().orElseThrow(), SIGNATURE),
                address("chain.account", settings.account())));
    }

    private static Address distributorAddress(ChainSettings settings) {
        if (settings.distributor().isEmpty()) {
            throw Failure.usage("Nothing is paid on the chain: set chain.distributor to the address of the contract"
                    + " RoyaltyDistributor");
        }
        return address("chain.distributor", settings.distributor());
    }

    private static Address address(String setting, String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(setting + ": " + e.getMessage());
        }
    }

    public Chain chain() {
        return chain;
    }

    public long chainId() {
        return settings.id();
    }

    /** Who signs. */
    public Address account() {
        return signer.address();
    }

    /** @throws Failure if its address is not configured */
    public CheckpointWitness witness() {
        if (settings.witness().isEmpty()) {
            throw Failure.usage("No contract records checkpoints: set chain.witness to the address of the contract"
                    + " CheckpointWitness of this log");
        }
        return new CheckpointWitness(chain, address("chain.witness", settings.witness()));
    }

    /** @throws Failure if its address is not configured */
    public RoyaltyDistributor distributor() {
        return new RoyaltyDistributor(chain, distributorAddress(settings));
    }

    /** @param pause between two looks at the chain */
    public Anchorer anchorer(AnchorJournal journal, Patience patience, Clock clock, Runnable pause) {
        AnchorOptions options = new AnchorOptions(settings.id(), new Finality(settings.confirmations()),
                GWEI.multiply(BigInteger.valueOf(settings.highestFeeGwei())), patience.rounds(),
                patience.roundsToReplacement());
        return new Anchorer(chain, signer, journal, options, clock, pause);
    }
}
