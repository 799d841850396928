namespace Chaos.Experiments.Shrinking;

/// <summary>What a smaller scenario must still show.</summary>
internal interface IShrinkGoal
{
    /// <summary>In words, for the file that comes out.</summary>
    string Description { get; }

    /// <summary>Runs a scenario.</summary>
    /// <returns>How large it is; null where it does not show it.</returns>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    ShrinkSize? Measure(Experiment candidate, CancellationToken cancellation);
}

/// <summary>How much a scenario takes to show something.</summary>
/// <param name="Flows">Watched flows, over all cells.</param>
/// <param name="Packets">That the node handles in one repetition of each.</param>
/// <param name="NoticedAtNs">When an endpoint noticed, from t = 0; null where no single moment shows it.</param>
public readonly record struct ShrinkSize(int Flows, long Packets, long? NoticedAtNs = null);
