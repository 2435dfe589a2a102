namespace Cks.HubConfig;

/// <summary>A value of a part that is told by itself.</summary>
/// <param name="Pointer">Where it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Json">The value.</param>
/// <param name="IsSecret">Whether it looks like a secret, or something in it does.</param>
internal sealed record HubField(string Pointer, string Name, string Json, bool IsSecret)
{
    /// <summary>What is told of it.</summary>
    public string Told => IsSecret ? "\"(looks like a secret)\"" : Json;
}
