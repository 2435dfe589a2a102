namespace Cks.Stranger;

/// <summary>What a stranger would complain about.</summary>
internal sealed class StrangerException(string message) : Exception(message)
{
    /// <summary>Complains unless something holds.</summary>
    public static void Unless(bool holds, string complaint)
    {
        if (!holds)
            throw new StrangerException(complaint);
    }
}
