"""The residual network ResNet18: blocks of two convolutions, whose input is added to their output.

Parameters are named, built and drawn as in torchvision.models.resnet18, so that its weight files
load and a seed means the same random weights.
"""

from torch import Tensor, nn

STAGE_WIDTHS = (64, 128, 256, 512)
NUM_CLASSES = 1000  # of ImageNet


class BasicBlock(nn.Module):
    """y = ReLU(F(x) + x), where F is two 3 x 3 convolutions (He et al. 2016, eq. 1 and 2).

    https://arxiv.org/abs/1512.03385. Where the shape changes, a 1 x 1 convolution brings x to it.

    Args:
        in_width: channels before.
        width: channels after.
        stride: of the first convolution, in pixels.

    Shapes:
        x: (images, in_width, height, width), float.
        returns: (images, width, height / stride, width / stride), rounded up.
    """

    def __init__(self, in_width: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_width, width, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample: nn.Module | None = None
        if stride != 1 or in_width != width:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_width, width, 1, stride=stride, bias=False), nn.BatchNorm2d(width)
            )

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        y += x if self.downsample is None else self.downsample(x)
        total: Tensor = self.relu(y)
        return total


class ResidualNetwork(nn.Module):
    """The 18 layers of ResNet18 (He et al. 2016, table 1), which are used stage by stage.

    Weights of convolutions are drawn from a normal distribution of variance 2 / fan out (He et
    al. 2015, https://arxiv.org/abs/1502.01852).
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, STAGE_WIDTHS[0], 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(STAGE_WIDTHS[0])
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        in_width = STAGE_WIDTHS[0]
        for number, width in enumerate(STAGE_WIDTHS, start=1):
            stage = nn.Sequential(
                BasicBlock(in_width, width, 1 if number == 1 else 2), BasicBlock(width, width, 1)
            )
            self.add_module(f"layer{number}", stage)
            in_width = width
        self.fc = nn.Linear(in_width, NUM_CLASSES)  # never used, but its draws come before others
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
