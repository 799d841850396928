using Chaos.Model;

namespace Chaos.Import.Fitting;

/// <summary>Traffic in the terms of a scenario. It holds no address and no port.</summary>
internal sealed record TrafficPicture
{
    public IReadOnlyList<LongGroup> Long { get; init; } = [];

    public IReadOnlyList<ShortGroup> Short { get; init; } = [];

    /// <summary>Client hosts that were seen; 0: not known.</summary>
    public int Clients { get; init; }

    public int Servers { get; init; }

    public int ServerPorts { get; init; }

    /// <summary>What the numbers rest on, a sentence each.</summary>
    public List<string> Seen { get; init; } = [];

    /// <summary>What could not be seen, and was guessed or left out.</summary>
    public List<string> Unseen { get; init; } = [];
}

/// <summary>Long connections of one kind.</summary>
/// <param name="Name">Of the group.</param>
/// <param name="Transport">TCP or UDP.</param>
/// <param name="Count">How many live at a time.</param>
/// <param name="ClientEvery">Periods of the client's messages in seconds, ascending; empty: never.</param>
/// <param name="ServerEvery">The same of the server's.</param>
/// <param name="Reply">The server answers each message, and says nothing else.</param>
internal sealed record LongGroup(
    string Name, Transport Transport, int Count, IReadOnlyList<double> ClientEvery, IReadOnlyList<double> ServerEvery, bool Reply);

/// <summary>Short connections of one kind.</summary>
/// <param name="Name">Of the group.</param>
/// <param name="Transport">TCP or UDP.</param>
/// <param name="Rate">New ones a second.</param>
/// <param name="Exchanges">Messages of the client on each.</param>
/// <param name="Answered">Whether the server answers.</param>
internal sealed record ShortGroup(string Name, Transport Transport, double Rate, int Exchanges, bool Answered);
