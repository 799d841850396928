using Chaos.Nat.Maps;

namespace Chaos.Replay;

/// <summary>What a line of an operation trace does.</summary>
public enum MapAction
{
    /// <summary>By a program: a hit sets the reference bit.</summary>
    Lookup,

    /// <summary>By system call: marks nothing.</summary>
    Peek,

    /// <summary>ANY.</summary>
    Update,

    /// <summary>NOEXIST.</summary>
    Create,

    /// <summary>EXIST.</summary>
    Replace,

    Delete,
}

/// <summary>One operation of a trace; CPUs count from 0, lines from 1. An update writes the number of its line as the value.</summary>
public readonly record struct MapStep(int Cpu, MapAction Action, ulong Key, int Line)
{
    public bool Reads => Action is MapAction.Lookup or MapAction.Peek;

    public override string ToString() => $"{Cpu} {Action.ToString().ToLowerInvariant()} {Key}";
}

/// <summary>What a step came to.</summary>
/// <param name="Result">A lookup that misses is NotFound.</param>
/// <param name="Value">What a lookup found; else zero.</param>
public readonly record struct StepResult(MapResult Result, ulong Value);
