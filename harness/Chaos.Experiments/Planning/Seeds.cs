using Chaos.Core;

namespace Chaos.Experiments.Planning;

/// <summary>Seeds derived from the scenario's.</summary>
public static class Seeds
{
    /// <summary>
    /// Seed of repetition <paramref name="repetition"/>, from 1: depends on nothing else, so that cells share their seeds and are paired.
    /// </summary>
    public static ulong OfRepetition(ulong seed, int repetition) => new RandomStream(seed, $"repetition/{repetition}").Next();

    /// <summary>Seed of one purpose inside a repetition: adding a purpose shifts no other.</summary>
    public static ulong Of(ulong repetitionSeed, string purpose) => new RandomStream(repetitionSeed, purpose).Next();
}
