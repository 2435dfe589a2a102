namespace Cks.Testing.AspNetCore;

/// <summary>How a <see cref="TokenIssuer"/> works.</summary>
public sealed class TokenIssuerOptions
{
    /// <summary>Audience of tokens whose request names none.</summary>
    /// <value>portal</value>
    public string Audience { get; set; } = "portal";

    /// <summary>Life of tokens whose request names none.</summary>
    /// <value>10 minutes</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    /// <value>0</value>
    public int Port { get; set; }

    /// <summary>The clock of <c>iat</c> and <c>exp</c>.</summary>
    /// <value>The system's clock.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
