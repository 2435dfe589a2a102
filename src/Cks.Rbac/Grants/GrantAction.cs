namespace Cks.Rbac;

/// <summary>What was done with grants.</summary>
public enum GrantAction : byte
{
    /// <summary>Something was granted.</summary>
    Granted,

    /// <summary>A grant was taken back.</summary>
    Revoked,

    /// <summary>What a person had was set aside, as archiving does.</summary>
    Suspended,

    /// <summary>A grant that was set aside was granted again.</summary>
    Restored,

    /// <summary>A person broke the glass.</summary>
    GlassBroken,

    /// <summary>Broken glass was closed before its time.</summary>
    GlassClosed,

    /// <summary>Somebody read who has what with the tool.</summary>
    Listed,
}
