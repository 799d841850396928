using System.Runtime.InteropServices;
using Chaos.Model;

namespace Chaos.Traffic.Pressure;

/// <summary>Counts one client's short flows of one pressure group by fate and by the second in which they started.</summary>
internal sealed class NewcomerTally(string name)
{
    private const long Second = 1_000_000_000;

    private readonly List<NewcomerCounts> bySecond = [];
    private NewcomerCounts warmUp;

    public NewcomerGroup Read() => new(name, warmUp, [.. bySecond]);

    /// <param name="one">One flow by its fate.</param>
    /// <param name="startedAt">When it started.</param>
    /// <param name="zero">The moment t = 0; <see cref="long.MaxValue"/> while it is not known.</param>
    public void Add(in NewcomerCounts one, long startedAt, long zero)
    {
        if (startedAt < zero)
        {
            warmUp += one;
            return;
        }

        int second = (int)((startedAt - zero) / Second);
        if (second >= bySecond.Count) CollectionsMarshal.SetCount(bySecond, second + 1);
        CollectionsMarshal.AsSpan(bySecond)[second] += one;
    }
}
