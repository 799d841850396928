namespace Chaos.Experiments.InCode;

/// <summary>A group of flows or of pressure as its keys; each call gives a new group.</summary>
/// <typeparam name="T">The kind of group.</typeparam>
public abstract record GroupInCode<T>
    where T : GroupInCode<T>
{
    private protected GroupInCode()
    {
    }

    /// <summary>Keys and values as a scenario file has them.</summary>
    public IReadOnlyList<(string Key, string Value)> Keys { get; private init; } = [];

    public T Udp() => With("protocol", "udp");

    public T Tcp() => With("protocol", "tcp");

    /// <summary>Any key of the file that has no method here.</summary>
    public T With(string key, string value) => (T)(this with { Keys = [.. Keys.Where(one => one.Key != key), (key, value)] });
}

/// <summary>Watched flows.</summary>
public sealed record FlowsInCode : GroupInCode<FlowsInCode>
{
    /// <summary>The client's rhythm.</summary>
    public FlowsInCode ClientEvery(TimeSpan period) => With("clientEvery", InFileUnits.Of(period));

    /// <summary>The server's rhythm.</summary>
    public FlowsInCode ServerEvery(TimeSpan period) => With("serverEvery", InFileUnits.Of(period));

    /// <summary>The flows open over this time, before t = 0.</summary>
    public FlowsInCode OpenOver(TimeSpan time) => With("openOver", InFileUnits.Of(time));

    /// <summary>How long a message may be overdue before the flow counts as dead.</summary>
    public FlowsInCode Patience(TimeSpan time) => With("patience", InFileUnits.Of(time));
}

/// <summary>Short flows.</summary>
public sealed record PressureInCode : GroupInCode<PressureInCode>
{
    /// <summary>Nobody answers them.</summary>
    public PressureInCode Unanswered() => With("replies", "false");
}
