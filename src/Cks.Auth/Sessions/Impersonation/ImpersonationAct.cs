namespace Cks.Auth;

/// <summary>What a row of the audit of acting in another's place is about. The numbers are stored and stay as they are.</summary>
public enum ImpersonationAct
{
    /// <summary>Somebody began to act in another's place.</summary>
    Started = 1,

    /// <summary>They act there no longer.</summary>
    Ended = 2,

    /// <summary>Somebody was to act in another's place who may not.</summary>
    Refused = 3,
}
