namespace Chaos.Model;

/// <summary>Who acts on a flow.</summary>
public enum Side : byte
{
    Client,
    Server,
}
