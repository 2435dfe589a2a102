using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>Serves some controllers of the tests and none of the others.</summary>
internal sealed class OnlyControllers(params Type[] controllers) : IApplicationFeatureProvider<ControllerFeature>
{
    public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
    {
        feature.Controllers.Clear();
        foreach (var controller in controllers)
            feature.Controllers.Add(controller.GetTypeInfo());
    }
}
