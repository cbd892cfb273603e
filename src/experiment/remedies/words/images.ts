import type { Aliases } from './alias_of.ts';

export const imageWords: Aliases = {
  circle: 'ring round daire cember kreis cercle circulo',
  '{ type: circle, filled: true }': 'disc disk ball filledcircle dolu',
  dots: 'dot point points pixel star stars nokta noktalar delta impulse punkt punkte',
  noise: 'random rand gaussian whitenoise uniform randn gurultu rastgele rauschen bruit',
  '{ type: pixels, rows: [[0, 1], [1, 0]] }':
    'array blank empty zeros ones full eye matrix grid custom list rows square rectangle triangle line cross checkerboard data kare',
  '{ type: file, path: cat.png }':
    'picture photo camera cameraman astronaut chelsea lena img image png jpg jpeg path url bitmap resim fotograf',
  '{ type: folder, path: pictures }':
    'dir directory images pictures dataset photos cifar cifar10 cifar100 imagenet imagenette coco svhn klasor',
  '{ type: idx, images: train-images-idx3-ubyte }': 'mnist fashionmnist fashion emnist idx3 ubyte',
  '{ type: sprite, path: sheet.png, tile: 28 }': 'sheet spritesheet sprites tiles atlas',
};

export const imageOptionWords: Aliases = {
  size: 'shape imagesize width height resolution dim dims canvas boyut hw targetsize inputsize outputsize imgsize imgsz',
  radius: 'r diameter rad yaricap',
  center: 'centre middle position origin merkez cx cy',
  filled: 'fill solid disc disk dolu',
  value: 'intensity brightness level gray grey foreground color colour deger renk',
  at: 'positions position points point coords coordinates dots pixels places yx',
  rows: 'pixels array data values matrix grid',
  path: 'file filename src source url folder dir directory uri name',
  images: 'path file data pictures',
  labels: 'classes targets classmode y',
  limit: 'n count max maximages subset take',
  order: 'shuffle sort',
  channels: 'colormode colourmode color colour grayscale greyscale rgb mode c',
  range: 'scale rescale normalize normalise minmax',
  embed: 'pad canvas padding border background',
  crop: 'centercrop centrecrop croppct',
  resize: 'shorter shorteredge smallestmaxsize interpolation',
  orient: 'exif autoorient exiftranspose',
  classes: 'classnames labelmap idx2label categories',
  mean: 'pixelmean imagemean',
  std: 'pixelstd imagestd',
  tile: 'tilesize cell cellsize spritesize',
};
