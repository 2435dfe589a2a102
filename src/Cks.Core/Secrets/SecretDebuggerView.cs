namespace Cks.Core;

/// <summary>What a debugger shows in place of the fields of a secret: nothing.</summary>
internal sealed class SecretDebuggerView
{
    public SecretDebuggerView(object secret) => _ = secret;
}
