using Microsoft.AspNetCore.Authorization;

namespace Cks.Rbac.WebAssembly;

/// <summary>Decides what is shown, by what the server said of the person and, where a row is handed over, of the row.</summary>
internal sealed class PermissionHandler(ClientPermissions permissions) : AuthorizationHandler<PermissionRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (context.User.Identity?.IsAuthenticated != true)
            return;
        var said = await permissions.GetAsync(context.User).ConfigureAwait(false);
        var isMet = requirement.Kind switch
        {
            PermissionKind.AllCapabilities => requirement.Names.All(c => MayShow(said[c], c, context.Resource)),
            PermissionKind.AnyCapability => requirement.Names.Any(c => MayShow(said[c], c, context.Resource)),
            PermissionKind.AnyRole => requirement.Names.Any(said.HasRole),
            _ => false,
        };
        if (isMet)
            context.Succeed(requirement);
    }

    // A row narrows what is permitted of all rows, and never widens what is permitted of none.
    private static bool MayShow(PermissionAnswer answer, string capability, object? row) => answer switch
    {
        PermissionAnswer.Yes => RowWord.Of(row, capability) ?? true,
        PermissionAnswer.Row => RowWord.Of(row, capability) ?? false,
        _ => false,
    };
}
