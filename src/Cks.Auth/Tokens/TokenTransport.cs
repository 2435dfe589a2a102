namespace Cks.Auth;

/// <summary>How a token came.</summary>
public enum TokenTransport
{
    /// <summary>In a header that only a program writes: <c>Authorization: Bearer</c>.</summary>
    Header,

    /// <summary>In a cookie that a browser sends by itself.</summary>
    Cookie,
}
