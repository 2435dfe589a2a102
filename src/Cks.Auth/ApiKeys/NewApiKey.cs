namespace Cks.Auth;

/// <summary>A key that was made just now, or got a new secret, with its text. The text is given out once; nobody has it then but whoever took it.</summary>
public sealed class NewApiKey
{
    private string? _text;

    internal NewApiKey(ApiKey key, string text) => (Key, _text) = (key, text);

    /// <summary>The key.</summary>
    public ApiKey Key { get; }

    /// <summary>The text to show to whoever asked for it, the first time.</summary>
    /// <exception cref="InvalidOperationException">It was taken.</exception>
    public string TakeText() => Interlocked.Exchange(ref _text, null) ?? throw new InvalidOperationException("The text of a key is given out once.");

    /// <summary>The key's id alone.</summary>
    public override string ToString() => Key.Id;
}
