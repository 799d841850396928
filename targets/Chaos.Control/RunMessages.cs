namespace Chaos.Control;

/// <summary>Program to harness: configured and waiting for <see cref="Start"/>.</summary>
public sealed record Ready : ControlMessage
{
    /// <summary>The program's CLOCK_MONOTONIC in nanoseconds. All containers of one machine share that clock.</summary>
    public required long MonotonicNanoseconds { get; init; }

    /// <summary>How many descriptors the program may hold; each flow is one.</summary>
    public required long DescriptorLimit { get; init; }
}

/// <summary>Harness to all: the run begins; time 0 is this moment of CLOCK_MONOTONIC, best a little ahead of now.</summary>
public sealed record Start : ControlMessage
{
    public required long EpochNanoseconds { get; init; }
}

/// <summary>Harness to endpoint: churn begins at this time.</summary>
public sealed record PressureStart : ControlMessage
{
    public required long At { get; init; }
}

/// <summary>Harness to endpoint: t = 0. Short flows that start from then on are counted as the run's, those before as warm-up.</summary>
public sealed record ZeroAt : ControlMessage
{
    public required long At { get; init; }
}

/// <summary>Harness to endpoint: no new short flow from this time on.</summary>
public sealed record PressureStop : ControlMessage
{
    public required long At { get; init; }
}

/// <summary>Harness to endpoint: all traffic ends at this time; then comes the <see cref="Summary"/>.</summary>
public sealed record StopAt : ControlMessage
{
    public required long At { get; init; }
}

/// <summary>Harness to all: end now. The program exits with 0.</summary>
public sealed record Stop : ControlMessage;

/// <summary>Program to harness: something is wrong. The program goes on, unless it says otherwise by exiting.</summary>
public sealed record Error : ControlMessage
{
    public required string Text { get; init; }
}
