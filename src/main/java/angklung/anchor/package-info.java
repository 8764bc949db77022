/**
 * What goes to a chain and comes from it: checkpoints that are recorded by the contract {@code CheckpointWitness}, and
 * distributions that are paid by {@code RoyaltyDistributor}. Any chain will do that runs the EVM of 2024 (Cancun) and
 * takes transactions of EIP-1559. Off unless configured.
 */
package angklung.anchor;
