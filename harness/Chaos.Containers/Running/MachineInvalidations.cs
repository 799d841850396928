using System.Globalization;

namespace Chaos.Containers.Running;

/// <summary>Where the machine below, and not a NAT, explains what was seen: a run that it explains is invalid.</summary>
internal static class MachineInvalidations
{
    /// <summary>Share of late messages.</summary>
    private const double LateLimit = 0.01;

    /// <summary>
    /// Share of packets lost on the way into the node. Ten times as strict: a flow whose patience is one message long dies of one that is
    /// lost.
    /// </summary>
    private const double LossLimit = 0.001;

    /// <summary>How the generator's begins.</summary>
    internal const string GeneratorFellBehind = "the generator fell behind";

    /// <summary>The generator's; null if it kept to its schedule.</summary>
    public static string? OfGenerator(long scheduledMessages, long lateMessages) => lateMessages > LateLimit * scheduledMessages
        ? string.Create(
            CultureInfo.InvariantCulture, $"{GeneratorFellBehind}: {lateMessages} of {scheduledMessages} messages were late")
        : null;

    /// <summary>The node's; null if it took what came.</summary>
    /// <param name="takenPackets">That it did take.</param>
    /// <param name="lostPackets">That its kernel dropped, since too many were waiting.</param>
    /// <param name="nodePaused">A fault of the scenario paused it: the loss is that fault's effect.</param>
    public static string? OfNode(long takenPackets, long lostPackets, bool nodePaused) =>
        !nodePaused && lostPackets > LossLimit * (takenPackets + lostPackets)
        ? string.Create(CultureInfo.InvariantCulture,
            $"the node fell behind: {lostPackets} of {takenPackets + lostPackets} packets were lost before it took them")
        : null;
}
