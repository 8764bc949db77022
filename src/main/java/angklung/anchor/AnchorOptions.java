package angklung.anchor;

import java.math.BigInteger;

/**
 * How patient and how generous a sender is.
 *
 * @param chainId of the chain that is meant; another is refused
 * @param finality when a block counts as final
 * @param highestFee most that is offered per gas, in wei
 * @param rounds how often the chain is looked at before giving up for now
 * @param roundsToReplacement after so many without a block, more is offered
 */
public record AnchorOptions(
        long chainId, Finality finality, BigInteger highestFee, int rounds, int roundsToReplacement) {}
