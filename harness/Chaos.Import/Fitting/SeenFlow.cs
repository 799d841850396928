using Chaos.Model;

namespace Chaos.Import.Fitting;

/// <summary>One connection, as far as it was seen. Times are seconds on the clock of the file.</summary>
internal sealed class SeenFlow(Transport transport, double first)
{
    public Transport Transport { get; } = transport;

    public double First { get; } = first;

    public double Last { get; set; } = first;

    /// <summary>False: it was there before the file begins.</summary>
    public bool Began { get; set; }

    /// <summary>True: it was seen to end.</summary>
    public bool Ended { get; set; }

    public SeenSide Client { get; } = new();

    public SeenSide Server { get; } = new();

    /// <summary>The other side said something.</summary>
    public bool IsAnswered { get; set; }

    public double Lifetime => Last - First;
}

/// <summary>The messages of one side of a connection.</summary>
internal sealed class SeenSide
{
    private double second, last;

    /// <summary>How many were seen.</summary>
    public int Messages { get; private set; }

    /// <summary>Seconds between two, in the mean; null: too few were seen, or the file tells it otherwise.</summary>
    public double? Period => Known ?? (Messages >= 3 ? (last - second) / (Messages - 2) : null);

    /// <summary>A period that the file tells without messages.</summary>
    public double? Known { get; set; }

    /// <summary>The next sequence number of TCP: what lies before it is a repetition.</summary>
    public uint? Expected { get; set; }

    /// <summary>The first message opens the connection and belongs to no rhythm.</summary>
    public void Add(double at)
    {
        Messages++;
        if (Messages == 2) second = at;
        last = at;
    }
}
