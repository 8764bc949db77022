package angklung.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the chain on which checkpoints are recorded and distributions paid. {@link Properties} documents each.
 *
 * @param rpc address of a node, which may hold a secret; empty: no chain is used
 * @param id which chain it is (EIP-155)
 * @param witness address of the contract that records checkpoints
 * @param distributor address of the contract that pays; empty: none
 * @param key file of the key that signs transactions; empty: the signer does
 * @param signer address of the program that signs; empty: the key does
 * @param account of the program that signs
 * @param confirmations blocks that make one final; 0: the chain itself says what is
 * @param highestFeeGwei most that is offered per gas
 */
public record ChainSettings(
        Optional<URI> rpc,
        long id,
        String witness,
        String distributor,
        Optional<Path> key,
        Optional<URI> signer,
        String account,
        int confirmations,
        int highestFeeGwei) {

    /** Whether a chain is used. */
    public boolean isUsed() {
        return rpc.isPresent();
    }

    /** @throws Failure if no chain is used, or it is not clear who signs */
    public ChainSettings require() {
        if (!isUsed()) {
            throw Failure.usage("No chain is configured: set " + Properties.CHAIN_RPC.name()
                    + " to the address of a node");
        }
        if (key.isPresent() == signer.isPresent()) {
            throw Failure.usage("Set either " + Properties.CHAIN_KEY.name() + " or " + Properties.CHAIN_SIGNER.name()
                    + ": one of them signs transactions");
        }
        if (signer.isPresent() && account.isEmpty()) {
            throw Failure.usage(Properties.CHAIN_SIGNER.name() + " needs " + Properties.CHAIN_ACCOUNT.name()
                    + ", the address of the account that it signs for");
        }
        return this;
    }

    /** Without the addresses of node and signer, which may hold secrets. */
    @Override
    public String toString() {
        return "chain " + id + (isUsed() ? " by a node" : " without a node") + ", witness " + witness
                + ", distributor " + distributor;
    }
}
